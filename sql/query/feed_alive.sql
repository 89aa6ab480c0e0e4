-- feed_alive: does the connection that listens still answer?
-- role: vigie_web
SELECT 1 AS alive

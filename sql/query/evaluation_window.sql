-- evaluation_window: the first instant that any source covered
-- $1 timestamptz when nothing is covered
-- role: vigie_collect
SELECT coalesce(min(lower(c.during)), $1) AS since FROM vg.covered c;

-- journal_actors: who is in the journal
-- role: vigie_web
SELECT j.actor FROM vg.journal j GROUP BY j.actor ORDER BY j.actor;

-- waiver_lock: a waiver about to be changed
-- $1 bigint waiver
-- role: vigie_web
SELECT w.status, w.requester, w.ended_at, lower(w.during) AS from_at, upper(w.during) AS to_at FROM vg.waiver w WHERE w.id = $1 FOR UPDATE;

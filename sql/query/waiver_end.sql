-- waiver_end: ends an approved waiver at once; one that has not begun yet is left a microsecond, since none is empty
-- $1 bigint waiver; $2 text who; $3 timestamptz the present instant; $4 text reason
-- role: vigie_web
UPDATE vg.waiver SET ended_at = $3, ended_by = $2, end_reason = $4,
       during = tstzrange(lower(during), greatest(lower(during) + interval '1 microsecond', $3))
WHERE id = $1 AND status = 'approved' AND ended_at IS NULL AND upper(during) > $3;

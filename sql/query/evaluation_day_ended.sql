-- evaluation_day_ended: did a day of the organisation's zone end between two instants
-- $1 timestamptz excluded, NULL: yes; $2 timestamptz included
-- role: vigie_collect
WITH zone AS (SELECT coalesce((SELECT s.value FROM vg.setting s WHERE s.key = 'zone'), 'Europe/Paris') AS name)
SELECT $1::timestamptz IS NULL OR ($1 AT TIME ZONE z.name)::date < ($2::timestamptz AT TIME ZONE z.name)::date AS ended FROM zone z;

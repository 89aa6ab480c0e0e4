-- policy_published: what loading a pack would meet: the version of that code as it is, the last day published, another version of that day
-- $1 text code; $2 text date on which it takes effect
SELECT coalesce((SELECT p.pack FROM vg.policy p WHERE p.code = $1), '') AS pack,
       coalesce((SELECT p.effective_on::text FROM vg.policy p WHERE p.code = $1), '') AS effective_on,
       coalesce((SELECT p.loaded_by FROM vg.policy p WHERE p.code = $1), '') AS loaded_by,
       coalesce((SELECT max(m.day)::text FROM vg.measurement m), '') AS last_day,
       coalesce((SELECT min(p.code) FROM vg.policy p WHERE p.effective_on = $2::text::date AND p.code <> $1), '') AS same_day;

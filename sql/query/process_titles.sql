-- process_titles: what the policy calls each process that must be documented, as its last version that names it does
-- role: vigie_web
SELECT DISTINCT ON (r.code) r.code, r.title_fr, r.title_en
FROM vg.required_process() r
ORDER BY r.code, lower(r.during) DESC NULLS LAST;

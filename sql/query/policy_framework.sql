-- policy_framework: the head of a framework
-- $1 text code; $2 text title_fr; $3 text title_en; $4 bigint its rank
INSERT INTO vg.framework AS f (code, title_fr, title_en, position) VALUES ($1, $2, $3, $4::bigint::integer)
ON CONFLICT (code) DO UPDATE SET title_fr = excluded.title_fr, title_en = excluded.title_en, position = excluded.position
WHERE (f.title_fr, f.title_en, f.position) IS DISTINCT FROM (excluded.title_fr, excluded.title_en, excluded.position);

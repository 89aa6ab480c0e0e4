-- policy_framework_controls: the controls of a framework, in its order; those that are no longer in it go
-- $1 text framework; $2 text[] numbers; $3 text[] title_fr; $4 text[] title_en
WITH gone AS (DELETE FROM vg.framework_control c WHERE c.framework = $1 AND c.number <> ALL ($2))
INSERT INTO vg.framework_control AS c (framework, number, title_fr, title_en, position)
SELECT $1, n.number, n.fr, n.en, n.position::integer
FROM unnest($2::text[], $3::text[], $4::text[]) WITH ORDINALITY n(number, fr, en, position)
ON CONFLICT (framework, number) DO UPDATE SET title_fr = excluded.title_fr, title_en = excluded.title_en, position = excluded.position
WHERE (c.title_fr, c.title_en, c.position) IS DISTINCT FROM (excluded.title_fr, excluded.title_en, excluded.position);

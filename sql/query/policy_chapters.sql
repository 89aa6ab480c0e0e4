-- policy_chapters: the chapters of a policy; those that are no longer in it go
-- $1 text policy; $2 bigint[] numbers; $3 text[] title_fr; $4 text[] title_en
WITH gone AS (DELETE FROM vg.chapter c WHERE c.policy = $1 AND c.number <> ALL ($2::bigint[]))
INSERT INTO vg.chapter AS c (policy, number, title_fr, title_en)
SELECT $1, n.number::integer, n.fr, n.en FROM unnest($2::bigint[], $3::text[], $4::text[]) n(number, fr, en)
ON CONFLICT (policy, number) DO UPDATE SET title_fr = excluded.title_fr, title_en = excluded.title_en
WHERE (c.title_fr, c.title_en) IS DISTINCT FROM (excluded.title_fr, excluded.title_en);

-- policy_rules: the rules of a policy, in its order; those that are no longer in it go
-- $1 text policy; $2 bigint[] chapters; $3 text[] numbers; $4 text[] title_fr; $5 text[] title_en
-- $6 text[] statement_fr; $7 text[] statement_en; $8 text[] frequency_fr; $9 text[] frequency_en; $10 text[] owners, '' for none
WITH gone AS (DELETE FROM vg.rule r WHERE r.policy = $1 AND r.number <> ALL ($3))
INSERT INTO vg.rule AS r (policy, number, chapter, position, title_fr, title_en, statement_fr, statement_en, frequency_fr, frequency_en,
                          owner)
SELECT $1, n.number, n.chapter::integer, n.position::integer, n.title_fr, n.title_en, n.statement_fr, n.statement_en, n.frequency_fr,
       n.frequency_en, n.owner
FROM unnest($2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[])
  WITH ORDINALITY n(chapter, number, title_fr, title_en, statement_fr, statement_en, frequency_fr, frequency_en, owner, position)
ON CONFLICT (policy, number) DO UPDATE
SET chapter = excluded.chapter, position = excluded.position, title_fr = excluded.title_fr, title_en = excluded.title_en,
    statement_fr = excluded.statement_fr, statement_en = excluded.statement_en, frequency_fr = excluded.frequency_fr,
    frequency_en = excluded.frequency_en, owner = excluded.owner
WHERE (r.chapter, r.position, r.title_fr, r.title_en, r.statement_fr, r.statement_en, r.frequency_fr, r.frequency_en, r.owner)
  IS DISTINCT FROM (excluded.chapter, excluded.position, excluded.title_fr, excluded.title_en, excluded.statement_fr,
                    excluded.statement_en, excluded.frequency_fr, excluded.frequency_en, excluded.owner);

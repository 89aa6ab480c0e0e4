-- policy_put: the head of a policy pack
-- $1 text code; $2 text title_fr; $3 text title_en; $4 text date on which it takes effect
INSERT INTO vg.policy AS p (code, title_fr, title_en, effective_on) VALUES ($1, $2, $3, $4::text::date)
ON CONFLICT (code) DO UPDATE
SET title_fr = excluded.title_fr, title_en = excluded.title_en, effective_on = excluded.effective_on
WHERE (p.title_fr, p.title_en, p.effective_on) IS DISTINCT FROM (excluded.title_fr, excluded.title_en, excluded.effective_on);

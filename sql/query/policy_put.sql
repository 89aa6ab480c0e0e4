-- policy_put: the head of a policy pack and its registers
-- $1 text code; $2 text title_fr; $3 text title_en; $4 text date on which it takes effect; $5 text registers, as JSON
INSERT INTO vg.policy AS p (code, title_fr, title_en, effective_on, registers) VALUES ($1, $2, $3, $4::text::date, $5::text::jsonb)
ON CONFLICT (code) DO UPDATE
SET title_fr = excluded.title_fr, title_en = excluded.title_en, effective_on = excluded.effective_on, registers = excluded.registers
WHERE (p.title_fr, p.title_en, p.effective_on, p.registers)
  IS DISTINCT FROM (excluded.title_fr, excluded.title_en, excluded.effective_on, excluded.registers);

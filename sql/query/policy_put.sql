-- policy_put: the head of a policy pack, its registers and its text
-- $1 text code; $2 text title_fr; $3 text title_en; $4 text date on which it takes effect; $5 text registers, as JSON
-- $6 text the pack as it was read; $7 timestamptz the present instant; $8 text who loads it
INSERT INTO vg.policy AS p (code, title_fr, title_en, effective_on, registers, pack, loaded_at, loaded_by)
VALUES ($1, $2, $3, $4::text::date, $5::text::jsonb, $6, $7, $8)
ON CONFLICT (code) DO UPDATE
SET title_fr = excluded.title_fr, title_en = excluded.title_en, effective_on = excluded.effective_on, registers = excluded.registers,
    pack = excluded.pack, loaded_at = excluded.loaded_at, loaded_by = excluded.loaded_by
WHERE (p.title_fr, p.title_en, p.effective_on, p.registers, p.pack)
  IS DISTINCT FROM (excluded.title_fr, excluded.title_en, excluded.effective_on, excluded.registers, excluded.pack);

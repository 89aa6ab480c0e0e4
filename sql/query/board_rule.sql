-- board_rule: the text of a rule
-- $1 text policy; $2 text number
-- role: vigie_web
SELECT r.statement_fr, r.statement_en, r.frequency_fr, r.frequency_en FROM vg.rule r WHERE r.policy = $1 AND r.number = $2;

-- waiver_rules: is there a rule of that number
-- $1 text rule
-- role: vigie_web
SELECT EXISTS (SELECT FROM vg.rule r WHERE r.number = $1) AS known;

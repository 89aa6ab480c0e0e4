-- waiver_strangers: those of the subjects that an indicator has never judged in a perimeter or below it
-- $1 text indicator; $2 bigint perimeter; $3 text[] subjects
-- role: vigie_web
SELECT s.subject
FROM unnest($3::text[]) s(subject)
WHERE NOT EXISTS (SELECT FROM vg.verdict v JOIN vg.perimeter_tree t ON t.ancestor_id = $2 AND t.descendant_id = v.perimeter_id
                  WHERE v.indicator = $1 AND v.subject = s.subject)
LIMIT 1;

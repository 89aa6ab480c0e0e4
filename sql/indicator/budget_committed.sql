-- code: budget_committed
-- rules:
-- title_fr: Budget engagé
-- title_en: Budget committed
-- question_fr: Quelle part du budget de sécurité prévu est engagée ?
-- question_en: What share of the planned security budget is committed?
-- formula_fr: Somme des montants engagés, divisée par la somme des montants prévus, des lignes dont la période est en cours.
-- formula_en: Sum of the amounts committed, divided by the sum of the amounts planned, of the lines whose period is under way.
-- denominator_fr: Lignes du budget de sécurité dont la période est en cours, toutes dans la même devise.
-- denominator_en: Lines of the security budget whose period is under way, all in the same currency.
-- form: statistic
-- statistic: share
-- family: E
-- boards: S
-- direction: up
-- unit: %
-- empty: unknown
-- subject: budget
-- kinds: budget
-- records: budget.code
-- deviation_fr: Ligne du budget.
-- deviation_en: Line of the budget.
-- owner: ciso
-- collector: manager
-- reviewer: leadership
-- reporting: leadership quarterly
-- frequency: monthly
-- limits_fr: Un budget s’engage au fil de la période : en son début la part est faible sans que rien n’aille mal. Dit que l’argent est
--   engagé, pas qu’il l’est bien. Dans plusieurs devises il n’y a ni total ni part ; une ligne que montrent deux sources compte deux fois.
-- limits_en: A budget is committed as its period goes: at its beginning the share is low and nothing is wrong. Says that money is
--   committed, not that it is well spent. In several currencies there is neither total nor share; a line that two sources show counts twice.
-- version: 1
SELECT b.perimeter_id, b.code AS subject, b.code || ', ' || b.title AS label, b.committed::numeric AS value, b.planned::numeric AS base,
       b.seen * vg.span(vg.day(b.begins_on), vg.day(b.ends_on + 1)) AS during, b.currency AS detail
FROM rec.budget_known($1) b
WHERE ($4::text[] IS NULL OR b.code = ANY ($4)) AND NOT isempty(b.seen * vg.span(vg.day(b.begins_on), vg.day(b.ends_on + 1)));

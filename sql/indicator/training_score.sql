-- code: training_score
-- rules: 2.2
-- title_fr: Notes des formations
-- title_en: Training scores
-- question_fr: Ce que les formations enseignent est-il acquis ?
-- question_en: Is what trainings teach learnt?
-- formula_fr: Médiane des notes des formations terminées dans les 12 derniers mois.
-- formula_en: Median score of the trainings completed in the last 12 months.
-- denominator_fr: Formations notées terminées dans les 12 derniers mois. Les simulations d’hameçonnage n’en sont pas.
-- denominator_en: Trainings with a score completed in the last 12 months. Phishing simulations are not among them.
-- form: statistic
-- statistic: median
-- family: E
-- boards: P
-- direction: up
-- unit: %
-- empty: unknown
-- subject: training
-- kinds: training
-- records: training.key
-- deviation_fr: Formation notée.
-- deviation_en: Training with a score.
-- owner: human_resources
-- collector: human_resources
-- reviewer: ciso
-- reporting: ciso monthly
-- frequency: quarterly
-- limits_fr: Une formation sans note n’y est pas. Une médiane cache les notes les plus basses : la liste les montre.
-- limits_en: A training without a score is not in it. A median hides the lowest scores: the list shows them.
-- version: 3
WITH training AS (
  SELECT t.perimeter_id, t.person, t.theme, t.course, t.completed_at, t.score, t.gone_at,
         t.key || CASE WHEN l.key IS NULL THEN '' ELSE ' #' || t.source_id END AS subject
  FROM rec.training_known($1) t
  LEFT JOIN rec.training_later() l ON l.source_id = t.source_id AND l.key = t.key)
SELECT coalesce(p.perimeter_id, t.perimeter_id) AS perimeter_id, t.subject, t.course || ', ' || coalesce(p.subject, t.person) AS label,
       round((t.score / 100)::numeric, 6) AS value,
       vg.span(t.completed_at, least(t.completed_at + interval '12 months', t.gone_at)) AS during, NULL::text AS detail
FROM training t
LEFT JOIN vg.person_alias p ON p.mail = t.person
WHERE t.theme <> 'phishing' AND t.score IS NOT NULL AND t.completed_at IS NOT NULL AND (t.gone_at IS NULL OR t.gone_at > t.completed_at)
  AND ($4::text[] IS NULL OR t.subject = ANY ($4));

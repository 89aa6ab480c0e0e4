-- code: phishing_click_rate
-- rules: 2.2
-- title_fr: Clics aux simulations d’hameçonnage
-- title_en: Clicks on phishing simulations
-- question_fr: Quelle part des faux messages d’hameçonnage a piégé son destinataire ?
-- question_en: What share of the mock phishing messages caught their recipient?
-- formula_fr: Simulations dont le lien a été suivi, divisées par les simulations envoyées dans les 6 derniers mois.
-- formula_en: Simulations whose link was followed, divided by the simulations sent in the last 6 months.
-- denominator_fr: Simulations d’hameçonnage envoyées dans les 6 derniers mois, une par destinataire, dont la source dit le résultat.
-- denominator_en: Phishing simulations sent in the last 6 months, one a recipient, whose result the source tells.
-- form: statistic
-- statistic: mean
-- family: E
-- boards: SP
-- direction: down
-- unit: %
-- empty: unknown
-- subject: training
-- kinds: training
-- records: training.key
-- deviation_fr: Le lien a été suivi.
-- deviation_en: The link was followed.
-- owner: ciso
-- collector: human_resources
-- reviewer: leadership
-- reporting: leadership quarterly, ciso monthly
-- frequency: quarterly
-- limits_fr: Dépend de la difficulté du message envoyé. Ne dit pas qui a signalé le message. Sans date d’envoi, celle de fin compte.
-- limits_en: Depends on how hard the message was. Does not say who reported it. Without a date of sending, that of completion counts.
-- version: 3
WITH simulation AS (
  SELECT t.perimeter_id, t.person, t.theme, t.course, t.clicked, coalesce(t.enrolled_at, t.completed_at) AS sent_at, t.gone_at,
         t.key || CASE WHEN l.key IS NULL THEN '' ELSE ' #' || t.source_id END AS subject
  FROM rec.training_known($1) t
  LEFT JOIN rec.training_later() l ON l.source_id = t.source_id AND l.key = t.key)
SELECT coalesce(p.perimeter_id, s.perimeter_id) AS perimeter_id, s.subject, s.course || ', ' || coalesce(p.subject, s.person) AS label,
       s.clicked::int::numeric AS value, vg.span(s.sent_at, least(s.sent_at + interval '6 months', s.gone_at)) AS during,
       NULL::text AS detail
FROM simulation s
LEFT JOIN vg.person_alias p ON p.mail = s.person
WHERE s.theme = 'phishing' AND s.clicked IS NOT NULL AND s.sent_at IS NOT NULL AND (s.gone_at IS NULL OR s.gone_at > s.sent_at)
  AND ($4::text[] IS NULL OR s.subject = ANY ($4));

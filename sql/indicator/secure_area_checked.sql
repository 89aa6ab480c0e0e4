-- code: secure_area_checked
-- rules: 6.3
-- title_fr: Zones sécurisées contrôlées
-- title_en: Secure areas checked
-- question_fr: Chaque zone sécurisée a-t-elle été trouvée sous clé depuis moins de 6 mois ?
-- question_en: Was each secure area found under key less than 6 months ago?
-- formula_fr: Zones dont le dernier contrôle déclaré a réussi depuis moins de 6 mois, divisées par les zones sécurisées utilisées.
-- formula_en: Areas whose last attested check passed less than 6 months ago, divided by secure areas in use.
-- denominator_fr: Zones sécurisées du registre des lieux, utilisées.
-- denominator_en: Secure areas of the register of places, in use.
-- form: attested
-- family: A
-- boards: P
-- direction: up
-- unit: %
-- empty: unknown
-- subject: place
-- kinds: place
-- optional: attestation
-- records: attestation.subject
-- deviation_fr: Dernier contrôle en échec : {detail}.
-- deviation_en: Last check failed: {detail}.
-- owner: ciso
-- collector: manager
-- reviewer: leadership
-- reporting: ciso monthly
-- frequency: every 6 months
-- limits_fr: Repose sur une déclaration : dit l’état au jour du contrôle. Un échec déclaré vaut jusqu’au contrôle suivant. Sans
--   déclaration valable, la zone est inconnue.
-- limits_en: Rests on an attestation: says the state on the day of the check. A failure holds until the next check. Without a valid
--   attestation the area is unknown.
-- version: 1
WITH area AS (
  SELECT p.perimeter_id, p.name, range_agg(p.seen) AS judged
  FROM rec.place_known($1) p
  WHERE p.type = 'secure_area' AND p.in_use AND ($4::text[] IS NULL OR p.name = ANY ($4))
  GROUP BY p.perimeter_id, p.name),
visit AS (
  SELECT a.perimeter_id, a.subject, a.passed, a.attested_at,
         a.during * vg.span('-infinity', a.attested_at + interval '6 months') AS during
  FROM vg.place_attested($1, 'secure_area') a),
checked AS (
  SELECT v.perimeter_id, v.subject AS name, coalesce(range_agg(v.during) FILTER (WHERE v.passed IS NOT FALSE), '{}') AS good,
         range_agg(v.during) AS spoken, max(v.attested_at) AS last
  FROM visit v GROUP BY v.perimeter_id, v.subject)
SELECT a.perimeter_id, a.name AS subject, a.name AS label, a.judged, coalesce(c.good, '{}') AS conforming,
       coalesce(c.spoken, '{}') AS spoken, vg.instant(c.last) AS detail
FROM area a
LEFT JOIN checked c USING (perimeter_id, name);

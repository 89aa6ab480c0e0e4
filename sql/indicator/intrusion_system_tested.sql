-- code: intrusion_system_tested
-- rules: 6.1
-- title_fr: Télésurveillance et détection d’intrusion essayées
-- title_en: Remote surveillance and intrusion detection tried
-- question_fr: La télésurveillance et la détection d’intrusion de chaque site ont-elles été essayées depuis moins de 6 mois ?
-- question_en: Were the remote surveillance and the intrusion detection of each site tried less than 6 months ago?
-- formula_fr: Sites dont le dernier essai déclaré, avec preuve, a réussi depuis moins de 6 mois, divisés par les sites utilisés.
-- formula_en: Sites whose last attested trial, with evidence, passed less than 6 months ago, divided by sites in use.
-- denominator_fr: Sites du registre des lieux, utilisés.
-- denominator_en: Sites of the register of places, in use.
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
-- deviation_fr: Dernier essai en échec, ou déclaré sans preuve : {detail}.
-- deviation_en: Last trial failed, or attested without evidence: {detail}.
-- owner: ciso
-- collector: manager
-- reviewer: leadership
-- reporting: ciso monthly
-- frequency: every 6 months
-- limits_fr: Repose sur une déclaration, relue par une seconde personne. Un échec déclaré vaut jusqu’à l’essai suivant. Sans déclaration
--   valable, le site est inconnu.
-- limits_en: Rests on an attestation, read over by a second person. A failure holds until the next trial. Without a valid
--   attestation the site is unknown.
-- version: 1
WITH site AS (
  SELECT p.perimeter_id, p.name, range_agg(p.seen) AS judged
  FROM rec.place_known($1) p
  WHERE p.type = 'site' AND p.in_use AND ($4::text[] IS NULL OR p.name = ANY ($4))
  GROUP BY p.perimeter_id, p.name),
trial AS (
  SELECT a.perimeter_id, a.subject, a.passed, a.attested_at,
         a.during * vg.span('-infinity', a.attested_at + interval '6 months') AS during
  FROM vg.place_attested($1, 'intrusion_system') a),
tried AS (
  SELECT t.perimeter_id, t.subject AS name, coalesce(range_agg(t.during) FILTER (WHERE t.passed), '{}') AS good,
         range_agg(t.during) AS spoken, max(t.attested_at) AS last
  FROM trial t GROUP BY t.perimeter_id, t.subject)
SELECT s.perimeter_id, s.name AS subject, s.name AS label, s.judged, coalesce(t.good, '{}') AS conforming,
       coalesce(t.spoken, '{}') AS spoken, vg.instant(t.last) AS detail
FROM site s
LEFT JOIN tried t USING (perimeter_id, name);

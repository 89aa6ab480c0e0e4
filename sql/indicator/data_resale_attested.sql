-- code: data_resale_attested
-- rules: 10.4
-- title_fr: Non-revente des données attestée
-- title_en: No resale of data attested
-- question_fr: La direction a-t-elle attesté que les données des clients ne sont jamais revendues ?
-- question_en: Has management attested that client data is never resold?
-- formula_fr: Périmètres dont une attestation signée par la direction a moins de 12 mois et le confirme, divisés par les
--   périmètres qui traitent des données de clients.
-- formula_en: Perimeters with an attestation signed by management less than 12 months ago that confirms it, divided by the
--   perimeters that process client data.
-- denominator_fr: Périmètres où l’inventaire a un bien en service rattaché à un client. Sans attestation valable, le périmètre
--   est inconnu.
-- denominator_en: Perimeters in which the inventory has an asset in service that belongs to a client. Without a valid
--   attestation the perimeter is unknown.
-- form: attested
-- family: A
-- boards: P
-- direction: up
-- unit: %
-- empty: unknown
-- subject: perimeter
-- kinds: asset
-- optional: attestation
-- records: attestation.subject
-- deviation_fr: La direction déclare que la règle n’est pas tenue, le {detail}.
-- deviation_en: Management states that the rule is not kept, {detail}.
-- owner: manager
-- collector: manager
-- reviewer: ciso
-- reporting: ciso monthly
-- frequency: yearly
-- limits_fr: Repose sur une déclaration. La dernière fait foi jusqu’au terme qu’elle donne, 12 mois au plus.
-- limits_en: Rests on a statement. The last one decides until the end that it gives, 12 months at most.
-- version: 2
WITH served AS (
  SELECT v.perimeter_id, range_agg(v.serving) AS judged
  FROM vg.asset_version($1) v
  WHERE v.client IS NOT NULL
  GROUP BY v.perimeter_id),
statement AS (
  SELECT a.subject, lower(a.during) AS said_at, a.passed IS NOT FALSE AS kept,
         a.during * vg.span('-infinity', least(lower(a.during) + interval '12 months', lead(lower(a.during)) OVER later)) AS during
  FROM vg.attested($1) a
  JOIN vg.perimeter p ON p.code = a.subject
  JOIN vg.perimeter_related r ON r.perimeter_id = a.perimeter_id AND r.other_id = p.id -- nobody attests for a neighbour
  WHERE a.control = 'data_resale' AND NOT isempty(a.during)
  WINDOW later AS (PARTITION BY a.subject ORDER BY lower(a.during), a.passed DESC NULLS FIRST)),
said AS (
  SELECT t.subject, range_agg(t.during) FILTER (WHERE t.kept) AS good, range_agg(t.during) AS spoken, max(t.said_at) AS last
  FROM statement t
  GROUP BY t.subject)
SELECT p.id AS perimeter_id, p.code AS subject, p.name AS label, s.judged, coalesce(d.good, '{}') AS conforming,
       coalesce(d.spoken, '{}') AS spoken, vg.instant(d.last) AS detail
FROM served s
JOIN vg.perimeter p ON p.id = s.perimeter_id
LEFT JOIN said d ON d.subject = p.code
WHERE $4::text[] IS NULL OR p.code = ANY ($4);

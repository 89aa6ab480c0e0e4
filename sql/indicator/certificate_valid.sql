-- code: certificate_valid
-- rules: 11.6
-- title_fr: Certificats valides
-- title_en: Certificates valid
-- question_fr: Le certificat de chaque site public est-il encore valide pour quinze jours ?
-- question_en: Is the certificate of each public site valid for fifteen more days?
-- formula_fr: Sites dont le certificat, au dernier test, expire dans 15 jours au moins, divisés par les sites publics.
-- formula_en: Sites whose certificate, by the last test, expires in 15 days at least, divided by public sites.
-- denominator_fr: Applications de l’inventaire accessibles de l’internet, en service et en production. Celui dont aucune source
--   ne donne le certificat est inconnu.
-- denominator_en: Applications of the inventory reachable from the internet, in service and in production. One of which no
--   source gives the certificate is unknown.
-- form: ratio
-- family: N
-- boards: PO
-- direction: up
-- unit: %
-- empty: unknown
-- subject: asset
-- kinds: asset, tls
-- spoken: column
-- records: tls.asset
-- deviation_fr: Expiration du certificat : {detail}.
-- deviation_en: Certificate expires: {detail}.
-- owner: system_administrator
-- collector: system_administrator
-- reviewer: ciso
-- reporting: ciso monthly, operator daily
-- frequency: daily
-- limits_fr: Juge la date seule : la chaîne et les noms sont dans la note TLS. Un certificat connu vaut jusqu’à sa date, même
--   sans nouveau test. D’un site testé sous plusieurs adresses, le moins bon certificat compte, sauf celui d’une adresse sans
--   test depuis 30 jours.
-- limits_en: Judges the date only: chain and names are in the TLS grade. A known certificate holds until its date, even without
--   a new test. Of a site tested under several addresses, the worst certificate counts, but for one of an address without a test
--   for 30 days.
-- version: 3
WITH site AS (
  SELECT row_number() OVER () AS n, v.perimeter_id, v.subject, max(v.label) AS label, range_agg(v.serving) AS judged
  FROM vg.asset_version($1) v
  WHERE v.type = 'application' AND v.production AND v.public AND ($4::text[] IS NULL OR v.subject = ANY ($4))
  GROUP BY v.perimeter_id, v.subject),
shown AS ( -- a test that its source withdrew holds on where that one had tested the address again
  SELECT y.n, t.asset, t.source_id, t.id, t.tested_at, t.expires_at,
         CASE WHEN lead(t.tested_at) OVER again <= t.gone_at THEN NULL ELSE t.gone_at END AS gone_at
  FROM site y
  JOIN vg.asset_alias s USING (perimeter_id, subject)
  JOIN rec.tls_known($1) t ON t.asset = s.name AND t.perimeter_id = s.seen_from
  WINDOW again AS (PARTITION BY y.n, t.asset, t.source_id ORDER BY t.tested_at, t.id)),
test AS ( -- of each address under which the site is tested, until the next one of the same that shows a certificate
  SELECT t.n, t.source_id, t.tested_at, t.expires_at,
         vg.span(t.tested_at, least(t.gone_at, lead(t.tested_at) OVER later)) AS during,
         lead(t.id) OVER later IS NULL AS last, t.tested_at > max(t.tested_at) OVER (PARTITION BY t.n) - interval '30 days' AS recent
  FROM shown t
  WHERE t.expires_at IS NOT NULL
  WINDOW later AS (PARTITION BY t.n, t.asset ORDER BY t.tested_at, t.expires_at DESC, t.id)),
tested AS (
  SELECT t.n, array_agg(DISTINCT t.source_id) AS sources, min(t.tested_at) AS told_at,
         range_agg(t.during * vg.span('-infinity', t.expires_at - interval '15 days'))
           - range_agg(t.during * vg.span(t.expires_at - interval '15 days', t.tested_at + interval '30 days')) AS good,
         vg.instant(min(t.expires_at) FILTER (WHERE t.last AND t.recent)) AS detail
  FROM test t
  GROUP BY t.n)
SELECT y.perimeter_id, y.subject, y.label, y.judged, coalesce(t.good, '{}') AS conforming, '{}'::tstzmultirange AS pending,
       vg.told_since(t.told_at) AS spoken, coalesce(t.sources, '{}') AS sources, t.detail
FROM site y
LEFT JOIN tested t USING (n);

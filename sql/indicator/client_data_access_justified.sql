-- code: client_data_access_justified
-- rules: 10.3
-- title_fr: Accès aux données des clients justifiés
-- title_en: Accesses to client data justified
-- question_fr: Chaque accès aux données d’un client porte-t-il la référence qui l’autorise ?
-- question_en: Does each access to a client’s data carry the reference that allows it?
-- formula_fr: Accès des 90 derniers jours qui portent une référence de contrat ou de ticket, divisés par les accès des 90
--   derniers jours.
-- formula_en: Accesses of the last 90 days that carry a contract or ticket reference, divided by the accesses of the last 90
--   days.
-- denominator_fr: Accès aux données des clients relevés dans les 90 derniers jours.
-- denominator_en: Accesses to client data recorded in the last 90 days.
-- form: ratio
-- family: A
-- boards: P
-- direction: up
-- unit: %
-- empty: not_applicable
-- subject: data_access
-- kinds: data_access
-- records: data_access.key
-- deviation_fr: Accès sans référence de contrat ni de ticket, client : {detail}.
-- deviation_en: Access without a contract or ticket reference, client: {detail}.
-- nothing_fr: Accès sans référence de contrat ni de ticket.
-- nothing_en: Access without a contract or ticket reference.
-- owner: ciso
-- collector: system_administrator
-- reviewer: leadership
-- reporting: ciso monthly
-- frequency: daily
-- limits_fr: Dit qu’une référence est donnée, pas qu’elle autorise bien cet accès. Un accès que la source ne montre plus reste
--   compté : il a eu lieu.
-- limits_en: Says that a reference is given, not that it does allow this access. An access that the source no longer shows
--   still counts: it was made.
-- version: 3
WITH access AS (
  SELECT coalesce(s.perimeter_id, a.perimeter_id) AS perimeter_id,
         a.key || CASE WHEN l.key IS NULL THEN '' ELSE ' #' || a.source_id END AS subject,
         concat_ws(', ', coalesce(s.subject, a.system), nullif(a.client, ''), to_char(a.accessed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD')) AS label,
         a.accessed_at, btrim(coalesce(a.reference, '')) <> '' AS justified, a.source_id, nullif(a.client, '') AS client
  FROM rec.data_access_known($1) a
  LEFT JOIN rec.data_access_later() l ON l.source_id = a.source_id AND l.key = a.key
  LEFT JOIN vg.asset_alias s ON s.name = a.system AND s.seen_from = a.perimeter_id)
SELECT a.perimeter_id, a.subject, a.label, tstzmultirange(tstzrange(a.accessed_at, a.accessed_at + interval '90 days')) AS judged,
       CASE WHEN a.justified THEN '{(,)}' ELSE '{}' END::tstzmultirange AS conforming, '{}'::tstzmultirange AS pending,
       ARRAY[a.source_id] AS sources, a.client AS detail
FROM access a
WHERE $4::text[] IS NULL OR a.subject = ANY ($4);

-- code: log_collected
-- rules: 11.8
-- title_fr: Journaux collectés
-- title_en: Logs collected
-- question_fr: Chaque système de production envoie-t-il ses journaux ?
-- question_en: Does each production system send its logs?
-- formula_fr: Systèmes dont le dernier événement connu date de moins de 30 heures et avait moins de 24 heures au premier relevé qui l’a montré,
--   divisés par les systèmes de production.
-- formula_en: Systems of which the last event known is less than 30 hours old, and was less than 24 hours old at the first reading that showed
--   it, divided by production systems.
-- denominator_fr: Serveurs, bases de données et stockages de l’inventaire, en service et en production. Un système que la
--   collecte ne connaît pas est en écart.
-- denominator_en: Servers, databases and storage of the inventory, in service and in production. A system that log collection
--   does not know is in deviation.
-- form: ratio
-- family: A
-- boards: PO
-- direction: up
-- unit: %
-- empty: unknown
-- subject: asset
-- kinds: asset, log_source
-- recent: log_source
-- records: log_source.asset
-- deviation_fr: Plus d’événement depuis 24 heures. Dernier événement reçu : {detail}.
-- deviation_en: No event for 24 hours. Last event received: {detail}.
-- nothing_fr: La collecte des journaux ne connaît pas ce système.
-- nothing_en: Log collection does not know this system.
-- owner: system_administrator
-- collector: system_administrator
-- reviewer: ciso
-- reporting: ciso monthly, operator daily
-- frequency: daily
-- limits_fr: Dit que des événements arrivent, pas qu’ils y sont tous ni que quelqu’un les lit. Une collecte relevée une fois par jour ne peut
--   rien dire d’un événement plus récent avant son prochain relevé, qui peut avoir six heures de retard : d’où 30 heures. Un silence se voit
--   donc jusqu’à six heures plus tard. Un événement daté d’après le relevé qui le montre, par une horloge en avance, a la date de ce relevé.
-- limits_en: Says that events arrive, not that all of them do, nor that somebody reads them. A collection that is read once a day cannot
--   tell of a later event before its next reading, which may be six hours late: hence 30 hours. Silence is thus seen up to six hours
--   later. An event dated after the reading that shows it, by a clock that is ahead, has the date of that reading.
-- version: 3
WITH system AS (
  SELECT row_number() OVER () AS n, v.perimeter_id, v.subject, max(v.label) AS label, range_agg(v.serving) AS judged
  FROM vg.asset_version($1) v
  WHERE v.system AND v.production AND ($4::text[] IS NULL OR v.subject = ANY ($4))
  GROUP BY v.perimeter_id, v.subject),
collected AS ( -- an event of less than 24 hours when it is first read holds until the next daily reading may be six hours late
  SELECT y.n, array_agg(DISTINCT l.source_id) AS sources,
         range_agg(l.seen * vg.span('-infinity', least(l.last_event_at, lower(l.seen)) + interval '30 hours'))
           FILTER (WHERE lower(l.seen) < l.last_event_at + interval '24 hours') AS good,
         max(l.last_event_at) FILTER (WHERE upper_inf(l.seen)) AS last
  FROM system y
  JOIN vg.asset_alias s USING (perimeter_id, subject)
  JOIN rec.log_source_known($1) l ON l.asset = s.name AND l.perimeter_id = s.seen_from
  GROUP BY y.n)
SELECT y.perimeter_id, y.subject, y.label, y.judged, coalesce(c.good, '{}') AS conforming, '{}'::tstzmultirange AS pending,
       c.sources, vg.instant(c.last) AS detail
FROM system y
LEFT JOIN collected c USING (n);

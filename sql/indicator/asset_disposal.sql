-- code: asset_disposal
-- rules: 3.4
-- title_fr: Mises au rebut prouvées
-- title_en: Disposals with proof
-- question_fr: Chaque bien sorti du système d’information a-t-il été mis au rebut selon la procédure, preuve à l’appui ?
-- question_en: Was each asset that left the information system disposed of by the procedure, with proof?
-- formula_fr: Biens mis au rebut avec preuve dans les 30 jours du retrait, divisés par les biens retirés dans les 24 derniers mois.
-- formula_en: Assets disposed of with proof within 30 days of retirement, divided by assets retired in the last 24 months.
-- denominator_fr: Biens retirés dans les 24 derniers mois, d’après l’inventaire. En attente jusqu’à la fin du trentième jour (UTC).
-- denominator_en: Assets retired in the last 24 months, by the inventory. Pending until the end of the thirtieth day (UTC).
-- form: ratio
-- family: A
-- boards: PO
-- direction: up
-- unit: %
-- empty: not_applicable
-- subject: asset
-- kinds: asset
-- records: asset.name
-- deviation_fr: Mis au rebut trop tard, ou sans preuve : {detail}.
-- deviation_en: Disposed of too late, or without proof: {detail}.
-- nothing_fr: Retiré, sans mise au rebut inscrite.
-- nothing_en: Retired, without a disposal on record.
-- owner: system_administrator
-- collector: system_administrator
-- reviewer: ciso
-- reporting: ciso monthly, operator daily
-- frequency: continuous
-- limits_fr: Sans date de retrait, c’est le jour où l’inventaire l’a montré retiré. Qui disparaît de l’inventaire sans y être retiré est
--   réputé sorti ce jour-là. Une mise au rebut tardive ne rattrape pas l’écart.
-- limits_en: Without a date of retirement, it is the day when the inventory showed it retired. What disappears from the inventory
--   without being retired is taken to have left that day. A late disposal does not mend the deviation.
-- version: 1
WITH version AS (
  SELECT coalesce(s.perimeter_id, a.perimeter_id) AS perimeter_id, coalesce(s.subject, a.name) AS subject, a.source_id, a.key, a.title,
         a.status, a.retired_on, a.disposed_on, nullif(a.disposal_proof, '') AS proof, a.seen,
         row_number() OVER (PARTITION BY a.source_id, a.key ORDER BY a.recorded_at DESC, a.id DESC) = 1 AS current,
         max(upper(a.seen)) FILTER (WHERE a.status <> 'retired') OVER (PARTITION BY a.source_id, a.key) AS kept_until,
         min(lower(a.seen)) OVER (PARTITION BY a.source_id, a.key) AS known_from
  FROM rec.asset_known($1) a
  LEFT JOIN vg.asset_alias s ON s.name = a.name AND s.seen_from = a.perimeter_id),
record AS (
  SELECT v.perimeter_id, v.subject, v.title, v.disposed_on, v.proof, v.seen,
         CASE WHEN v.retired_on IS NOT NULL THEN v.retired_on
              WHEN v.status = 'retired' THEN (coalesce(v.kept_until, v.known_from) AT TIME ZONE 'UTC')::date
              ELSE (upper(v.seen) AT TIME ZONE 'UTC')::date END AS retired_on
  FROM version v
  WHERE v.current AND ($4::text[] IS NULL OR v.subject = ANY ($4))),
retired AS (
  SELECT r.perimeter_id, r.subject, r.subject || coalesce(' (' || nullif(max(r.title), '') || ')', '') AS label,
         max(r.retired_on) AS retired_on, min(r.disposed_on) FILTER (WHERE r.proof IS NOT NULL) AS proved_on,
         max(r.disposed_on) AS disposed_on
  FROM record r
  GROUP BY r.perimeter_id, r.subject
  HAVING bool_and(r.retired_on IS NOT NULL)),
disposal AS (
  SELECT r.perimeter_id, r.subject, r.label, r.disposed_on, vg.day(r.retired_on) AS retired_at, vg.day(r.retired_on + 31) AS due_at,
         CASE WHEN r.proved_on <= r.retired_on + 30 THEN vg.day(r.proved_on) END AS good_at
  FROM retired r)
SELECT d.perimeter_id, d.subject, d.label, tstzmultirange(tstzrange(d.retired_at, d.retired_at + interval '24 months')) AS judged,
       CASE WHEN d.good_at IS NULL THEN '{}' ELSE tstzmultirange(tstzrange(d.good_at, NULL)) END AS conforming,
       tstzmultirange(vg.span(d.retired_at, least(d.due_at, d.good_at))) AS pending, NULL::bigint[] AS sources,
       vg.instant(vg.day(d.disposed_on)) AS detail
FROM disposal d;

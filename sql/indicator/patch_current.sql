-- code: patch_current
-- rules: 11.3
-- title_fr: Correctifs de sécurité à jour
-- title_en: Security updates current
-- question_fr: Aucun correctif de sécurité n’attend-il depuis trop longtemps sur les serveurs de production ?
-- question_en: Is no security update waiting for too long on production servers?
-- formula_fr: Serveurs sans correctif de sécurité en attente depuis plus de 30 jours (7 s’il est critique), divisés par les serveurs de
--   production.
-- formula_en: Servers without a security update that has waited for more than 30 days (7 when critical), divided by production servers.
-- denominator_fr: Serveurs de l’inventaire, en service et en production. Un serveur dont aucune source ne dit l’état est inconnu.
-- denominator_en: Servers of the inventory, in service and in production. A server of which no source says the state is unknown.
-- form: ratio
-- family: N
-- boards: SPO
-- direction: up
-- unit: %
-- empty: unknown
-- subject: asset
-- kinds: asset, patch
-- recent: patch
-- spoken: column
-- records: patch.asset
-- deviation_fr: Un correctif de sécurité attend depuis le {detail}.
-- deviation_en: A security update has been waiting since {detail}.
-- nothing_fr: Un correctif de sécurité attend depuis trop longtemps.
-- nothing_en: A security update has waited for too long.
-- owner: system_administrator
-- collector: system_administrator
-- reviewer: ciso
-- reporting: leadership quarterly, ciso monthly, operator daily
-- frequency: daily
-- limits_fr: L’attente court de la date de publication que donne la source, sinon du premier relevé qui montre le correctif. De deux
--   relevés qui se contredisent, le moins bon compte.
-- limits_en: The wait runs from the date of publication that the source gives, else from the first reading that shows the update. Of two
--   readings that contradict each other, the worse counts.
-- version: 3
WITH server AS (
  SELECT v.perimeter_id, v.subject, max(v.label) AS label, range_agg(v.serving) AS judged
  FROM vg.asset_version($1) v
  WHERE v.type = 'server' AND v.production AND ($4::text[] IS NULL OR v.subject = ANY ($4))
  GROUP BY v.perimeter_id, v.subject),
version AS (
  SELECT p.asset, p.perimeter_id, p.source_id, p.key, p.id, p.seen, lower(p.seen) AS at, p.security_pending > 0 AS waits,
         p.oldest_security_at, p.oldest_critical_at
  FROM rec.patch_known($1) p),
begun AS ( -- where none waited before
  SELECT v.*, row_number() OVER w AS place, v.waits AND NOT coalesce(lag(v.waits) OVER w, false) AS begins
  FROM version v WINDOW w AS (PARTITION BY v.source_id, v.key ORDER BY v.at, v.id)),
since AS ( -- a wait that was under way at the first version that is read began before
  SELECT b.*, max(b.at) FILTER (WHERE b.begins) OVER w AS begun_at, max(b.place) FILTER (WHERE b.begins) OVER w = 1 AS under_way
  FROM begun b WINDOW w AS (PARTITION BY b.source_id, b.key ORDER BY b.at, b.id)),
waiting AS (
  SELECT s.asset, s.perimeter_id, s.source_id, s.seen,
         CASE WHEN s.waits THEN coalesce(s.oldest_security_at, s.oldest_critical_at,
                                         CASE WHEN s.under_way THEN vg.patch_waits_since(s.source_id, s.key, s.id) END, s.begun_at) END AS oldest,
         CASE WHEN s.waits THEN s.oldest_critical_at END AS oldest_critical
  FROM since s),
patched AS (
  SELECT s.perimeter_id, s.subject, array_agg(DISTINCT w.source_id) AS sources, min(lower(w.seen)) AS told_at,
         range_agg(CASE WHEN w.oldest IS NULL THEN w.seen
                        ELSE w.seen * vg.span('-infinity', least(w.oldest + interval '30 days', w.oldest_critical + interval '7 days')) END)
           - coalesce(range_agg(w.seen * tstzrange(least(w.oldest + interval '30 days', w.oldest_critical + interval '7 days'), NULL))
                        FILTER (WHERE w.oldest IS NOT NULL), '{}') AS good,
         min(w.oldest) FILTER (WHERE upper_inf(w.seen)) AS oldest
  FROM waiting w
  JOIN vg.asset_alias s ON s.name = w.asset AND s.seen_from = w.perimeter_id
  GROUP BY s.perimeter_id, s.subject)
SELECT y.perimeter_id, y.subject, y.label, y.judged, coalesce(p.good, '{}') AS conforming, '{}'::tstzmultirange AS pending,
       vg.told_since(p.told_at) AS spoken, coalesce(p.sources, '{}') AS sources, vg.instant(p.oldest) AS detail
FROM server y
LEFT JOIN patched p USING (perimeter_id, subject);

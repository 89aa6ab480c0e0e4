-- code: platform_hardened
-- rules: 9.3
-- title_fr: Plateformes clientes durcies
-- title_en: Client platforms hardened
-- question_fr: Les serveurs des plateformes clientes ont-ils leur pare-feu et leur durcissement ?
-- question_en: Do the servers of client platforms have their firewall and their hardening?
-- formula_fr: Serveurs dont le dernier contrôle du pare-feu local et celui du durcissement, de moins de 90 jours, sont réussis,
--   divisés par les serveurs de production des plateformes clientes.
-- formula_en: Servers whose last check of the host firewall and that of the hardening baseline, less than 90 days old, passed,
--   divided by the production servers of client platforms.
-- denominator_fr: Serveurs de l’inventaire rattachés à un client, en service et en production. Un serveur jamais contrôlé est
--   en écart.
-- denominator_en: Servers of the inventory that belong to a client, in service and in production. A server that was never
--   checked is in deviation.
-- form: ratio
-- family: A
-- boards: PO
-- direction: up
-- unit: %
-- empty: unknown
-- subject: asset
-- kinds: asset, hardening
-- records: hardening.asset
-- deviation_fr: Le pare-feu local ou le durcissement n’est pas prouvé depuis moins de 90 jours. Dernier contrôle : {detail}.
-- deviation_en: The host firewall or the hardening is not proven for the last 90 days. Last check: {detail}.
-- nothing_fr: Aucun contrôle du pare-feu ni du durcissement n’est connu.
-- nothing_en: No check of the firewall or of the hardening is known.
-- owner: system_administrator
-- collector: system_administrator
-- reviewer: ciso
-- reporting: ciso monthly, operator daily
-- frequency: daily
-- limits_fr: Vaut ce que vaut le référentiel de l’outil. Le dernier contrôle fait foi, même quand un précédent était réussi.
-- limits_en: Is worth what the tool’s baseline is worth. The last check decides, even where an earlier one passed.
-- version: 1
WITH server AS (
  SELECT row_number() OVER () AS n, v.perimeter_id, v.subject, max(v.label) AS label, range_agg(v.serving) AS judged
  FROM vg.asset_version($1) v
  WHERE v.type = 'server' AND v.production AND v.client IS NOT NULL AND ($4::text[] IS NULL OR v.subject = ANY ($4))
  GROUP BY v.perimeter_id, v.subject),
test AS (
  SELECT y.n, h."check", h.source_id, h.checked_at, h.result = 'passed' AS passed,
         vg.span(h.checked_at, least(h.gone_at, h.checked_at + interval '90 days', lead(h.checked_at) OVER later)) AS during
  FROM server y
  JOIN vg.asset_alias s USING (perimeter_id, subject)
  JOIN rec.hardening_known($1) h ON h.asset = s.name AND h.perimeter_id = s.seen_from
  WHERE h."check" IN ('host_firewall', 'baseline')
  WINDOW later AS (PARTITION BY y.n, h."check" ORDER BY h.checked_at, h.result = 'passed' DESC, h.id)),
checked AS (
  SELECT t.n, array_agg(DISTINCT t.source_id) AS sources,
         range_agg(t.during) FILTER (WHERE t.passed AND t."check" = 'host_firewall')
         * range_agg(t.during) FILTER (WHERE t.passed AND t."check" = 'baseline') AS good,
         max(t.checked_at) AS last
  FROM test t
  GROUP BY t.n)
SELECT y.perimeter_id, y.subject, y.label, y.judged, coalesce(c.good, '{}') AS conforming, '{}'::tstzmultirange AS pending,
       c.sources, vg.instant(c.last) AS detail
FROM server y
LEFT JOIN checked c USING (n);

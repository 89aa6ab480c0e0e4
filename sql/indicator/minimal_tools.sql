-- code: minimal_tools
-- rules: 11.2
-- title_fr: Outils réduits au minimum
-- title_en: Minimal tools
-- question_fr: Les serveurs de production portent-ils le minimum d’outils ?
-- question_en: Do production servers carry the minimum of tools?
-- formula_fr: Serveurs dont le dernier contrôle des paquets, de moins de 90 jours, est réussi, divisés par les serveurs de
--   production.
-- formula_en: Servers whose last check of packages, less than 90 days old, passed, divided by production servers.
-- denominator_fr: Serveurs de l’inventaire, en service et en production. Un serveur jamais contrôlé est en écart.
-- denominator_en: Servers of the inventory, in service and in production. A server that was never checked is in deviation.
-- form: ratio
-- family: A
-- boards: PO
-- direction: up
-- unit: %
-- empty: unknown
-- subject: asset
-- kinds: asset, hardening
-- records: hardening.asset
-- deviation_fr: Le minimum d’outils n’est pas prouvé depuis moins de 90 jours. Dernier contrôle : {detail}.
-- deviation_en: The minimum of tools is not proven for the last 90 days. Last check: {detail}.
-- nothing_fr: Aucun contrôle des paquets n’est connu.
-- nothing_en: No check of packages is known.
-- owner: system_administrator
-- collector: system_administrator
-- reviewer: ciso
-- reporting: ciso monthly, operator daily
-- frequency: daily
-- limits_fr: Dit que la liste des paquets suit le référentiel, pas que le référentiel est assez court.
-- limits_en: Says that the list of packages follows the baseline, not that the baseline is short enough.
-- version: 1
WITH server AS (
  SELECT v.perimeter_id, v.subject, max(v.label) AS label, range_agg(v.serving) AS judged
  FROM vg.asset_version($1) v
  WHERE v.type = 'server' AND v.production AND ($4::text[] IS NULL OR v.subject = ANY ($4))
  GROUP BY v.perimeter_id, v.subject)
SELECT y.perimeter_id, y.subject, y.label, y.judged, coalesce(c.good, '{}') AS conforming, '{}'::tstzmultirange AS pending,
       c.sources, vg.instant(c.last_at) AS detail
FROM server y
LEFT JOIN vg.hardening_checked($1, 'packages', '90 days', $4) c USING (perimeter_id, subject);

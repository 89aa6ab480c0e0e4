-- code: redundancy_healthy
-- rules: 14.2
-- title_fr: Redondance saine
-- title_en: Redundancy healthy
-- question_fr: Chaque groupe d’équipements redondants a-t-il au moins deux membres sains ?
-- question_en: Does each group of redundant equipment have at least two healthy members?
-- formula_fr: Groupes ayant au moins deux membres sains, divisés par les groupes redondants.
-- formula_en: Groups with at least two healthy members, divided by redundant groups.
-- denominator_fr: Groupes de redondance de l’inventaire dont un bien est en service, et ceux que les sources citent.
-- denominator_en: Redundancy groups of the inventory with an asset in service, and those that sources name.
-- form: ratio
-- family: N
-- boards: SPO
-- direction: up
-- unit: %
-- empty: unknown
-- subject: redundancy
-- kinds: redundancy
-- optional: asset
-- records: redundancy.group
-- deviation_fr: En défaut : {detail}.
-- deviation_en: Failing: {detail}.
-- nothing_fr: Moins de deux membres connus.
-- nothing_en: Fewer than two members are known.
-- owner: network_administrator
-- collector: network_administrator
-- reviewer: ciso
-- reporting: ciso monthly, operator daily
-- frequency: continuous
-- limits_fr: Un groupe se compte dans le périmètre de ses membres : s’il est à cheval sur deux périmètres, il se compte dans chacun avec les
--   seuls membres qui s’y trouvent. Dit que les membres sont sains, pas que la bascule a été essayée : voir les exercices.
-- limits_en: A group counts in the perimeter of its members: one that straddles two perimeters counts in each with the members that are
--   there only. Says that members are healthy, not that a failover was tried: see exercises.
-- version: 1
WITH inventory AS (
  SELECT coalesce(s.perimeter_id, a.perimeter_id) AS perimeter_id, btrim(a.redundancy_group) AS "group",
         CASE WHEN a.status = 'in_service' AND (a.retired_on IS NULL OR a.in_service_on IS NULL OR a.retired_on > a.in_service_on)
              THEN a.seen * tstzrange(vg.day(a.in_service_on), vg.day(a.retired_on)) ELSE 'empty' END AS during
  FROM rec.asset_known($1) a
  LEFT JOIN vg.asset_alias s ON s.name = a.name AND s.seen_from = a.perimeter_id
  WHERE btrim(a.redundancy_group) <> ''),
member AS (
  SELECT coalesce(s.perimeter_id, r.perimeter_id) AS perimeter_id, btrim(r."group") AS "group", coalesce(s.subject, r.member) AS member,
         r.source_id, r.healthy, r.seen
  FROM rec.redundancy_known($1) r
  LEFT JOIN vg.asset_alias s ON s.name = r.member AND s.seen_from = r.perimeter_id),
known AS (
  SELECT k.perimeter_id, k."group", range_agg(k.during) AS judged
  FROM (SELECT i.perimeter_id, i."group", i.during FROM inventory i UNION ALL SELECT m.perimeter_id, m."group", m.seen FROM member m) k
  WHERE $4::text[] IS NULL OR k."group" = ANY ($4)
  GROUP BY k.perimeter_id, k."group"),
sound AS (
  SELECT m.perimeter_id, m."group", range_agg(m.seen) FILTER (WHERE m.healthy) - coalesce(range_agg(m.seen) FILTER (WHERE NOT m.healthy), '{}') AS during
  FROM member m GROUP BY m.perimeter_id, m."group", m.member),
edge AS (
  SELECT s.perimeter_id, s."group", e.at, sum(e.step) AS step
  FROM sound s
  CROSS JOIN LATERAL unnest(s.during) d
  CROSS JOIN LATERAL (VALUES (lower(d), 1), (upper(d), -1)) e(at, step)
  WHERE e.at IS NOT NULL
  GROUP BY s.perimeter_id, s."group", e.at),
level AS (
  SELECT e.perimeter_id, e."group", tstzrange(e.at, lead(e.at) OVER w) AS during, sum(e.step) OVER w AS healthy
  FROM edge e WINDOW w AS (PARTITION BY e.perimeter_id, e."group" ORDER BY e.at)),
redundant AS (
  SELECT l.perimeter_id, l."group", range_agg(l.during) AS good FROM level l WHERE l.healthy >= 2 GROUP BY l.perimeter_id, l."group"),
told AS (
  SELECT m.perimeter_id, m."group", array_agg(DISTINCT m.source_id) AS sources,
         string_agg(DISTINCT m.member, ', ') FILTER (WHERE NOT m.healthy AND upper_inf(m.seen)) AS detail
  FROM member m GROUP BY m.perimeter_id, m."group")
SELECT k.perimeter_id, k."group" AS subject, k."group" AS label, k.judged, coalesce(r.good, '{}') AS conforming,
       '{}'::tstzmultirange AS pending, t.sources, t.detail
FROM known k
LEFT JOIN redundant r USING (perimeter_id, "group")
LEFT JOIN told t USING (perimeter_id, "group");

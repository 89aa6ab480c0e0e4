-- What indicators of platforms and networks stand on: more of the inventory, and network tests until the next one of the same.
-- Bodies that read rec.* are checked when they are first used: the kinds' tables come after this file.

SET LOCAL check_function_bodies = off;

-- Versions of inventory records under their subject. serving: in service by its status and its dates.
-- system: what holds data and is to be backed up; applications are watched, not backed up by their own name.
DROP FUNCTION vg.asset_version(timestamptz);
CREATE FUNCTION vg.asset_version(known timestamptz)
RETURNS TABLE (perimeter_id bigint, subject text, label text, source_id bigint, name text, type text, owner text, classification text,
               environment text, status text, critical boolean, datacenter text, client text, public boolean, redundancy_group text,
               system boolean, production boolean, seen tstzrange, serving tstzrange) LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT coalesce(s.perimeter_id, a.perimeter_id), coalesce(s.subject, a.name),
         coalesce(s.subject, a.name) || coalesce(' (' || nullif(a.title, '') || ')', ''),
         a.source_id, a.name, a.type, a.owner, a.classification, a.environment, a.status, coalesce(a.critical, false), a.datacenter,
         nullif(btrim(a.client), ''), coalesce(a.public, false), nullif(btrim(a.redundancy_group), ''),
         a.type IN ('server', 'database', 'storage'), coalesce(a.environment = 'production', false), a.seen,
         CASE WHEN a.status = 'in_service' AND (a.retired_on IS NULL OR a.in_service_on IS NULL OR a.retired_on > a.in_service_on)
              THEN a.seen * tstzrange(vg.day(a.in_service_on), vg.day(a.retired_on)) ELSE 'empty' END
  FROM rec.asset_known(known) a
  LEFT JOIN vg.asset_alias s ON s.name = a.name AND s.seen_from = a.perimeter_id
$$;

-- Network tests of a flow, a path or a remote access. passed: a flow is as expected, a path is blocked, a remote access is encrypted,
-- authenticated and multi-factor. during: until the next test of the same,
-- for good_for at most, and while its source shows it (shown); of two at the same instant the failed one counts. last: no later one.
CREATE FUNCTION vg.network_trial(known timestamptz, good_for interval)
RETURNS TABLE (perimeter_id bigint, subject text, label text, type text, source_id bigint, passed boolean, tested_at timestamptz,
               during tstzrange, shown tstzrange, last boolean) LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT n.perimeter_id, n.flow,
         n.flow || coalesce(' (' || nullif(concat_ws(' → ', nullif(n."from", ''), nullif(n."to", '')), '') || ')', ''),
         n.type, n.source_id, p.passed, n.tested_at,
         vg.span(n.tested_at, least(n.gone_at, n.tested_at + good_for, lead(n.tested_at) OVER later)), vg.span(n.tested_at, n.gone_at),
         lead(n.id) OVER later IS NULL
  FROM rec.network_test_known(known) n
  CROSS JOIN LATERAL (
    SELECT CASE n.type WHEN 'flow' THEN n.observed = n.expected
                       WHEN 'datacenter_path' THEN n.observed = 'blocked'
                       ELSE coalesce(n.encrypted AND n.authenticated AND n.mfa, false) END AS passed) p
  WINDOW later AS (PARTITION BY n.perimeter_id, n.type, n.flow ORDER BY n.tested_at, p.passed DESC, n.id)
$$;

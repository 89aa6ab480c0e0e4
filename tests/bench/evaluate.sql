-- The data set of bench_evaluate: current_setting('bench.systems') systems in 20 perimeters, read for five years, with two years of
-- nights.

-- Writes again, as they are, the rows of the product's own tables that the last evaluation wrote: how many, and the seconds of these writes alone. They
-- are undone.
CREATE FUNCTION pg_temp.rewrite(OUT seconds double precision, OUT rows bigint) LANGUAGE plpgsql AS $$
DECLARE
  t record;
  places tid[];
  began timestamptz;
  writer xid := (SELECT e.xmin FROM vg.evaluation e ORDER BY e.id DESC LIMIT 1);
BEGIN
  seconds := 0;
  rows := 0;
  FOR t IN
    SELECT c.oid::regclass AS name, (SELECT a.attname FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND a.attidentity = ''
                                     AND NOT a.attisdropped ORDER BY a.attnum LIMIT 1) AS "column"
    FROM pg_class c WHERE c.relnamespace = 'vg'::regnamespace AND c.relkind = 'r'
  LOOP
    EXECUTE format('SELECT array_agg(ctid) FROM %s WHERE xmin = $1', t.name) INTO places USING writer;
    CONTINUE WHEN places IS NULL;
    began := clock_timestamp();
    BEGIN
      EXECUTE format('UPDATE %s SET %2$I = %2$I WHERE ctid = ANY ($1)', t.name, t."column") USING places;
      seconds := seconds + extract(epoch FROM clock_timestamp() - began);
      rows := rows + cardinality(places);
      RAISE SQLSTATE 'UNDO1';
    EXCEPTION
      WHEN SQLSTATE 'UNDO1' THEN NULL;
    END;
  END LOOP;
END $$;

INSERT INTO vg.perimeter (code, name) VALUES ('all', 'All') ON CONFLICT DO NOTHING;

INSERT INTO vg.perimeter (code, name, parent_id) SELECT 'p' || n, 'P' || n, (SELECT id FROM vg.perimeter WHERE code = 'all') FROM
  generate_series(1, 19) n;

INSERT INTO vg.source (code, name, connector, perimeter_id, period_s, staleness_s, created_at, created_by) SELECT c, c, 'csv',
  p.id, 86400, 108000, '2024-11-01', 'bench' FROM unnest('{inventory,restic,tools,people}'::text[]) c, vg.perimeter p WHERE p.code
  = 'all';

INSERT INTO vg.source_kind SELECT s.id, k FROM vg.source s JOIN (VALUES ('inventory', 'asset'), ('restic', 'backup'), ('tools',
  'alert'), ('tools', 'incident'), ('tools', 'patch'), ('tools', 'monitor'), ('tools', 'availability'), ('tools', 'restore_test'),
  ('people', 'person'), ('people', 'training'), ('people', 'account')) v(c, k) ON v.c = s.code;

INSERT INTO vg.pull (source_id, status, read_at, started_at) SELECT s.id, 'ok', d, d FROM vg.source s,
  generate_series(CASE s.code WHEN 'restic' THEN '2024-11-01' ELSE '2021-11-01' END::timestamptz, '2026-11-01', '1 day') d;

INSERT INTO vg.coverage SELECT p.source_id, k.kind, p.id, tstzrange(p.read_at, p.read_at +
  CASE WHEN k.kind IN ('asset', 'person') THEN interval '8 days' ELSE interval '30 hours' END) FROM vg.pull p
  JOIN vg.source_kind k USING (source_id);

CREATE TEMP TABLE sys AS SELECT n, 'srv-' || n AS name, (SELECT id FROM vg.perimeter WHERE code = 'p' || (1 + n % 19)) AS
  perimeter FROM generate_series(1, current_setting('bench.systems')::integer) n;

CREATE TEMP TABLE src AS SELECT code, id, perimeter_id FROM vg.source;

INSERT INTO rec.asset (source_id, key, perimeter_id, effective_at, recorded_at, pull_id, hash, name, type, environment, status,
  critical, classification, owner, datacenter, backup_class) SELECT s.id, y.name, y.perimeter, '2021-11-01', '2021-11-01', 0, 'x', y.name, CASE
  WHEN y.n % 5 = 0 THEN 'application' ELSE 'server' END, 'production', 'in_service', y.n % 3 = 0, 'internal', 'm1@x.test', 'DC1', CASE
  WHEN y.n % 7 = 0 THEN 'weekly' ELSE 'daily' END FROM sys y, src s WHERE s.code = 'inventory';

INSERT INTO rec.backup (source_id, key, perimeter_id, effective_at, recorded_at, pull_id, hash, asset, status, finished_at,
  datacenter) SELECT s.id, y.n || '-' || d, s.perimeter_id, t, t, 0, 'x', y.name, 'ok', t, 'DC2' FROM sys y, src s,
  generate_series(0, 729) d, LATERAL (SELECT '2024-11-01 02:00+00'::timestamptz + d * interval '24 hours' + (y.n * 7919 + d *
  104729) % 5400 * interval '1 second' AS t) x WHERE s.code = 'restic' AND (y.n * 31 + d * 17) % 997 <> 0;

INSERT INTO rec.patch (source_id, key, perimeter_id, effective_at, recorded_at, pull_id, hash, asset, pending, security_pending,
  oldest_security_at) SELECT s.id, y.name, s.perimeter_id, '2026-10-01', '2026-10-01', 0, 'x', y.name, 3, y.n % 4, '2026-09-15'
  FROM sys y, src s WHERE s.code = 'tools';

INSERT INTO rec.monitor (source_id, key, perimeter_id, effective_at, recorded_at, pull_id, hash, asset, name, type, alerting,
  repeat) SELECT s.id, y.name, s.perimeter_id, '2024-11-01', '2024-11-01', 0, 'x', y.name, 'web', 'application', true, 3600 FROM
  sys y, src s WHERE s.code = 'tools' AND y.n % 5 = 0;

INSERT INTO rec.alert (source_id, key, perimeter_id, effective_at, recorded_at, pull_id, hash, asset, name, severity, raised_at,
  resolved_at) SELECT s.id, y.name || d, s.perimeter_id, t, t, 0, 'x', y.name, 'Down', 'warning', t, t + (d + 1) * interval '1
  hour' FROM sys y, src s, generate_series(1, 8) d, LATERAL (SELECT '2024-11-15'::timestamptz + (d * 80 + y.n % 70) * interval '1
  day' AS t) x WHERE s.code = 'tools';

INSERT INTO rec.incident (source_id, key, perimeter_id, effective_at, recorded_at, pull_id, hash, title, severity, security,
  occurred_at, reported_at, resolved_at) SELECT s.id, 'i' || n, s.perimeter_id, t, t, 0, 'x', 'x', 'medium', true, t, t + interval
  '1 hour', t + interval '2 days' FROM src s, generate_series(1, 2000) n, LATERAL (SELECT '2024-11-02'::timestamptz + n * interval
  '8 hours' AS t) x WHERE s.code = 'tools';

INSERT INTO rec.person (source_id, key, perimeter_id, effective_at, recorded_at, pull_id, hash, mail, name, job, hired_on) SELECT
  s.id, 'm' || n, s.perimeter_id, '2024-11-01', '2024-11-01', 0, 'x', 'm' || n || '@x.test', 'm' || n, 'developer', '2020-01-01'
  FROM src s, generate_series(1, 500) n WHERE s.code = 'people';

INSERT INTO rec.training (source_id, key, perimeter_id, effective_at, recorded_at, pull_id, hash, person, course, theme,
  completed_at) SELECT s.id, n || '-' || y, s.perimeter_id, t, t, 0, 'x', 'm' || n || '@x.test', 'c', CASE y % 2 WHEN 0 THEN
  'owasp' ELSE 'security' END, t FROM src s, generate_series(1, 500) n, generate_series(0, 5) y, LATERAL (SELECT
  '2024-11-01'::timestamptz + (y * 120 + n % 100) * interval '1 day' AS t) x WHERE s.code = 'people';

ANALYZE;

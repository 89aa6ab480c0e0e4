-- Backups brought together by blocks of thirty nights: a million of them are read once, then only the blocks of those that changed.

SET LOCAL check_function_bodies = off;

-- the night, noon to noon UTC, that an instant belongs to: a number that grows by one a night
CREATE FUNCTION vg.night(t timestamptz) RETURNS integer LANGUAGE sql STABLE PARALLEL SAFE AS
  $$ SELECT ((t + interval '12 hours') AT TIME ZONE 'UTC')::date - '0001-01-03'::date $$;

-- the noon that begins a night
CREATE FUNCTION vg.night_start(night integer) RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE AS
  $$ SELECT vg.day('0001-01-03'::date + night - 1) + interval '12 hours' $$;

-- What is kept of the backups of a name that ended in a block of nights, as known at the evaluation under way, or the last one: kept
-- with vg.given, and lost with it in a crash.
CREATE UNLOGGED TABLE vg.backup_block (
  asset        text NOT NULL,
  perimeter_id bigint NOT NULL,
  source_id    bigint NOT NULL,
  datacenter   text,                    -- as the source says it
  block        integer NOT NULL,        -- vg.night() / 30
  first_at     timestamptz NOT NULL,    -- of those that ended in the block, the first end and the last
  last_at      timestamptz NOT NULL,
  nights       int4multirange NOT NULL, -- in which a backup ended
  good_nights  int4multirange NOT NULL, -- in which one that succeeded did
  failures     integer NOT NULL,
  successes    integer NOT NULL,
  first_good   timestamptz,             -- NULL: none succeeded
  pruned       boolean NOT NULL,        -- one that succeeded is gone since
  held         tstzmultirange NOT NULL  -- one that succeeded was less than 26 hours old, and there
);
CREATE INDEX backup_block_asset ON vg.backup_block (asset, block);

-- vg.backup_block worked out from the records of backups that ended from an instant on, before another
CREATE FUNCTION vg.backup_block_of(known timestamptz, since timestamptz, until timestamptz) RETURNS SETOF vg.backup_block
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT b.asset, b.perimeter_id, b.source_id, b.datacenter, b.night / 30, min(b.finished_at), max(b.finished_at), range_agg(b.nights),
         coalesce(range_agg(b.nights) FILTER (WHERE b.good), '{}'), (count(*) FILTER (WHERE NOT b.good))::integer,
         (count(*) FILTER (WHERE b.good))::integer, min(b.finished_at) FILTER (WHERE b.good),
         coalesce(bool_or(b.gone_at IS NOT NULL) FILTER (WHERE b.good), false),
         coalesce(range_agg(vg.span(b.finished_at, least(b.finished_at + interval '26 hours', b.gone_at))) FILTER (WHERE b.good), '{}')
  FROM (SELECT r.asset, r.perimeter_id, r.source_id, r.datacenter, r.finished_at, r.gone_at, r.status = 'ok' AS good,
               vg.night(r.finished_at) AS night, int4range(vg.night(r.finished_at), vg.night(r.finished_at), '[]') AS nights
        FROM rec.backup_known(known) r
        WHERE r.finished_at >= since AND r.finished_at < until) b
  GROUP BY b.asset, b.perimeter_id, b.source_id, b.datacenter, b.night / 30
$$;

-- the blocks of the backups that were learnt, changed or lost from an instant on
CREATE FUNCTION vg.backup_block_touched(since timestamptz) RETURNS TABLE (asset text, block integer) LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT t.asset, vg.night(t.finished_at) / 30
  FROM (SELECT r.asset, r.finished_at FROM rec.backup r WHERE r.recorded_at >= since
        UNION ALL SELECT h.asset, h.finished_at FROM rec.backup_history h WHERE h.superseded_at >= since
        UNION ALL SELECT h.asset, h.finished_at
                  FROM rec.backup r JOIN rec.backup_history h USING (source_id, key) WHERE r.recorded_at >= since AND h.back_at >= since) t
  GROUP BY 1, 2
$$;

-- As in 0011, with backups from their blocks, which are no longer than the thirty days a fact shows its name for; what checks, tests and
-- scans of assets name is seen as well.
CREATE OR REPLACE FUNCTION vg.name_shown(known timestamptz)
RETURNS TABLE (kind text, name text, perimeter_id bigint, source_id bigint, during tstzmultirange) LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT 'backup', b.asset, b.perimeter_id, b.source_id, range_agg(tstzrange(b.first_at, b.last_at + interval '30 days'))
  FROM vg.backup_block b
  WHERE b.asset <> ''
  GROUP BY b.asset, b.perimeter_id, b.source_id
  UNION ALL
  SELECT 'alert', p.asset, p.perimeter_id, p.source_id, range_agg(tstzrange(p.first_at, p.last_at + interval '30 days'))
  FROM (SELECT a.asset, a.perimeter_id, a.source_id, min(a.raised_at) AS first_at, max(a.raised_at) AS last_at
        FROM rec.alert_known(known) a
        WHERE a.asset <> ''
        GROUP BY a.asset, a.perimeter_id, a.source_id, date_bin('30 days', a.raised_at, '2000-01-01 00:00+00')) p
  GROUP BY p.asset, p.perimeter_id, p.source_id
  UNION ALL
  SELECT 'availability', p.asset, p.perimeter_id, p.source_id, range_agg(tstzrange(vg.day(p.first_on), vg.day(p.last_on + 30)))
  FROM (SELECT y.asset, y.perimeter_id, y.source_id, min(y.day) AS first_on, max(y.day) AS last_on
        FROM rec.availability_known(known) y
        WHERE y.asset <> ''
        GROUP BY y.asset, y.perimeter_id, y.source_id, (y.day - '0001-01-01'::date) / 30) p
  GROUP BY p.asset, p.perimeter_id, p.source_id
  UNION ALL
  SELECT p.kind, p.asset, p.perimeter_id, p.source_id, range_agg(tstzrange(p.first_at, p.last_at + interval '30 days'))
  FROM (SELECT f.kind, f.asset, f.perimeter_id, f.source_id, min(f.at) AS first_at, max(f.at) AS last_at
        FROM (SELECT 'hardening' AS kind, h.asset, h.perimeter_id, h.source_id, h.checked_at AS at FROM rec.hardening_known(known) h
              UNION ALL SELECT 'tls', t.asset, t.perimeter_id, t.source_id, t.tested_at FROM rec.tls_known(known) t
              UNION ALL SELECT 'vulnerability', v.asset, v.perimeter_id, v.source_id, v.found_at FROM rec.vulnerability_known(known) v) f
        WHERE f.asset <> ''
        GROUP BY f.kind, f.asset, f.perimeter_id, f.source_id, date_bin('30 days', f.at, '2000-01-01 00:00+00')) p
  GROUP BY p.kind, p.asset, p.perimeter_id, p.source_id
$$;

-- a row: vg.backup_block and vg.name_seen hold all that was known; lost with them in a crash
CREATE UNLOGGED TABLE vg.digest_whole (
  whole boolean PRIMARY KEY DEFAULT true CHECK (whole)
);

-- Records that go with their source were announced by no pull: the digests are made again.
CREATE FUNCTION vg.digest_forget() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  DELETE FROM vg.digest_whole;
  RETURN NULL;
END $$;
CREATE TRIGGER source_digest AFTER DELETE ON vg.source FOR EACH STATEMENT EXECUTE FUNCTION vg.digest_forget();

-- the formulas now read the blocks
UPDATE vg.indicator SET stale = true WHERE code IN ('backup_daily', 'backup_offsite', 'backup_success_rate', 'inventory_coverage');

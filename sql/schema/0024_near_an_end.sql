-- What is said of backups is read in their series; where a series does not tell, only the backups about that instant are read.

SET LOCAL check_function_bodies = off;

-- the backups of an asset are found by when they ended; tables that are made later have the indexes from the start
DO $$
BEGIN
  IF to_regclass('rec.backup') IS NOT NULL THEN
    DROP INDEX IF EXISTS rec.backup_asset, rec.backup_history_asset;
    CREATE INDEX backup_asset ON rec.backup (asset, finished_at);
    CREATE INDEX backup_history_asset ON rec.backup_history (asset, finished_at);
  END IF;
END $$;

-- The backups of a name that succeeded, and ended within a span.
CREATE FUNCTION vg.backup_within(known timestamptz, name text, seen_from bigint, span tstzrange)
RETURNS TABLE (finished_at timestamptz, datacenter text, gone_at timestamptz) LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT b.finished_at, b.datacenter, b.gone_at
  FROM rec.backup_known(known) b
  WHERE b.asset = name AND b.perimeter_id = seen_from AND b.status = 'ok'
    AND b.finished_at >= coalesce(lower(span), '-infinity') AND b.finished_at < coalesce(upper(span), 'infinity')
$$;

-- Of instants at which a backup of less than 26 hours was there: these, and those at which the last one will be less than `lasts` old (NULL: for
-- ever), if it is there at the instant as known. Nothing that is known by then says otherwise.
CREATE FUNCTION vg.backup_holds(known timestamptz, held tstzmultirange, lasts interval) RETURNS tstzmultirange LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN upper(held) > known THEN held + tstzmultirange(tstzrange(upper(held), upper(held) - interval '26 hours' + lasts)) ELSE held END
$$;

-- The stretches without one, after some: not the last one if it begins after the instant as known.
CREATE FUNCTION vg.backup_late(known timestamptz, held tstzmultirange) RETURNS SETOF tstzrange LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT l FROM unnest('{(,)}'::tstzmultirange - held) l WHERE lower(l) <= known OR (lower(l) IS NOT NULL AND upper(l) IS NOT NULL)
$$;

-- the formulas read the series
UPDATE vg.indicator SET stale = true WHERE code IN ('backup_offsite', 'backup_on_schedule');

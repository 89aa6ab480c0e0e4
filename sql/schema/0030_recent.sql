-- What is said of the states of assets is said again from when any differs: of the years before, nothing is read.

SET LOCAL check_function_bodies = off;

-- the states of an asset are found by when they ended; tables that are made later have the indexes from the start
DO $$
DECLARE
  k record;
BEGIN
  FOR k IN SELECT * FROM (VALUES ('asset', 'name'), ('person', 'mail'), ('account', 'system'), ('monitor', 'asset'), ('patch', 'asset'), ('exposure', 'asset'),
                                 ('service', 'asset'), ('disk', 'asset'), ('badge', 'person'), ('endpoint', 'asset'), ('log_source', 'asset')) v(kind, field) LOOP
    CONTINUE WHEN to_regclass(format('rec.%I', k.kind || '_history')) IS NULL;
    EXECUTE format('DROP INDEX IF EXISTS rec.%I', k.kind || '_history_' || k.field);
    EXECUTE format('CREATE INDEX %I ON rec.%I (%I, superseded_at)', k.kind || '_history_' || k.field, k.kind || '_history', k.field);
  END LOOP;
END $$;

-- Since when security updates wait on a system without a break, of a state that shows some: the first of the states right before it that show
-- some too. NULL: none does.
CREATE FUNCTION vg.patch_waits_since(source bigint, system text, state bigint) RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT min(h.recorded_at)
  FROM rec.patch_history h
  WHERE h.source_id = source AND h.key = system AND h.id < state
    AND h.id > coalesce((SELECT n.id FROM rec.patch_history n
                         WHERE n.source_id = source AND n.key = system AND n.id < state AND (n.security_pending > 0) IS NOT TRUE
                         ORDER BY n.id DESC LIMIT 1), 0)
$$;

-- the formula says the same, read otherwise
UPDATE vg.indicator SET stale = true WHERE code = 'patch_current';

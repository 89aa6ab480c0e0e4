-- What a source told is fresh for as long as its validity said when it was read. Where a validity becomes shorter, that ends with it: after the last
-- reading as the new one says, yet not before now, for what was fresh until now was. Else a source that stops would keep its figures until the
-- end that was promised before, and only its page would say that they are unknown.

CREATE FUNCTION vg.shorten_validity() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  until timestamptz := (SELECT greatest(max(p.read_at) + NEW.staleness_s * interval '1 second', now())
                        FROM vg.pull p WHERE p.source_id = NEW.id AND p.status = 'ok');
BEGIN
  UPDATE vg.coverage c SET during = c.during * tstzrange(NULL, until)
  WHERE c.source_id = NEW.id AND upper(c.during) > until AND NOT isempty(c.during * tstzrange(NULL, until));
  UPDATE vg.covered v SET during = v.during * tstzmultirange(tstzrange(NULL, until)) WHERE v.source_id = NEW.id;
  RETURN NULL;
END $$;

CREATE TRIGGER source_validity AFTER UPDATE OF staleness_s ON vg.source
  FOR EACH ROW WHEN (NEW.staleness_s < OLD.staleness_s) EXECUTE FUNCTION vg.shorten_validity();
CREATE TRIGGER source_validity_stale AFTER UPDATE OF staleness_s ON vg.source
  FOR EACH ROW WHEN (NEW.staleness_s < OLD.staleness_s) EXECUTE FUNCTION vg.stale_all();

-- ---- what a disabled source observed ----

-- Until when that holds: to the end of its coverage. Where another source speaks of the same asset the kind stays fresh, and what the disabled one
-- saw last, good or bad, would count for ever. Functions rec.KIND_known and rec.KIND_recent of observed states end it here.
CREATE VIEW vg.source_end WITH (security_invoker) AS
  SELECT s.id AS source_id, c.kind, upper(c.during) AS until
  FROM vg.source s JOIN vg.covered c ON c.source_id = s.id
  WHERE NOT s.enabled;

-- A pull that was under way when its source was disabled, or that somebody asked for since, moves that end for all that the source observed.
CREATE FUNCTION vg.disabled_read() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  IF EXISTS (SELECT FROM vg.source s WHERE s.id = NEW.source_id AND NOT s.enabled) THEN
    INSERT INTO vg.waiting_change (indicator, since) VALUES (NULL, clock_timestamp());
    UPDATE vg.indicator SET stale = true WHERE NOT stale;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER coverage_disabled AFTER INSERT ON vg.coverage FOR EACH ROW EXECUTE FUNCTION vg.disabled_read();

-- What people change waits for the evaluation that brings it into the figures, and pages say so. Each change leaves a row of its own, which
-- nothing but the evaluation that saw it takes away: one that comes while another is brought in is brought in by the next.

CREATE TABLE vg.waiting_change (
  indicator text,              -- whose figures lack it; NULL: those of all
  since timestamptz NOT NULL
);

CREATE OR REPLACE FUNCTION vg.stale_one() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  INSERT INTO vg.waiting_change (indicator, since)
  SELECT i.code, clock_timestamp() FROM vg.indicator i WHERE i.code = CASE WHEN TG_OP = 'DELETE' THEN OLD.indicator ELSE NEW.indicator END;
  UPDATE vg.indicator SET stale = true WHERE NOT stale AND code = CASE WHEN TG_OP = 'DELETE' THEN OLD.indicator ELSE NEW.indicator END;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION vg.stale_all() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  INSERT INTO vg.waiting_change (indicator, since) VALUES (NULL, clock_timestamp());
  UPDATE vg.indicator SET stale = true WHERE NOT stale;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION vg.stale_by_rule() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  touched record := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
BEGIN
  INSERT INTO vg.waiting_change (indicator, since)
  SELECT l.indicator, clock_timestamp() FROM vg.rule_indicator l WHERE l.rule = touched.rule GROUP BY l.indicator;
  UPDATE vg.indicator i SET stale = true
  WHERE NOT i.stale AND i.code IN (SELECT l.indicator FROM vg.rule_indicator l WHERE l.rule = touched.rule);
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION vg.stale_by_attestation() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  INSERT INTO vg.waiting_change (indicator, since)
  SELECT i.code, clock_timestamp() FROM vg.indicator i WHERE 'attestation' = ANY (i.kinds || i.optional);
  UPDATE vg.indicator SET stale = true WHERE NOT stale AND 'attestation' = ANY (kinds || optional);
  RETURN NULL;
END $$;

-- counted by the steering board
CREATE TRIGGER attestation_told AFTER INSERT OR UPDATE OR DELETE ON vg.attestation FOR EACH ROW EXECUTE FUNCTION vg.tell('vigie_figures');
CREATE TRIGGER waiting_change_told AFTER INSERT OR DELETE ON vg.waiting_change FOR EACH ROW EXECUTE FUNCTION vg.tell('vigie_figures');

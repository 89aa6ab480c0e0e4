-- Indicators of incidents are asked about those of which something was learnt, or whose system is called otherwise: not about all of them at each
-- reading of a register, nor each time that the inventory has one asset more.

SET LOCAL check_function_bodies = off;

-- The names of subjects as vg.security_incident() gives them: the key, and the key with its source where several sources register it; whether they
-- do may be another than before.
CREATE FUNCTION vg.incident_touched(known timestamptz, since timestamptz, renamed text[]) RETURNS TABLE (subject boolean, name text)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  WITH touched AS MATERIALIZED (
    SELECT r.key FROM rec.incident r WHERE r.recorded_at >= since
    UNION SELECT h.key FROM rec.incident_history h WHERE h.superseded_at >= since
    UNION SELECT h.key FROM rec.incident_history h WHERE h.back_at >= since
    UNION SELECT i.key FROM rec.incident_known(known) i WHERE i.asset = ANY (renamed)),
  registered AS (
    SELECT r.key, r.source_id FROM rec.incident r UNION SELECT h.key, h.source_id FROM rec.incident_history h)
  SELECT true, t.key FROM touched t
  UNION ALL
  SELECT true, r.key || ' #' || r.source_id FROM touched t JOIN registered r USING (key)
$$;

-- An incident that a second register brings too keeps the name that it had, and with it its waivers and what was noted of it: that of the register
-- which told of it first. Only the later ones bear the number of their source.

SET LOCAL check_function_bodies = off;

CREATE OR REPLACE FUNCTION vg.security_incident(known timestamptz)
RETURNS TABLE (perimeter_id bigint, subject text, label text, severity text, occurred_at timestamptz, began_at timestamptz,
               reported_at timestamptz, resolved_at timestamptz, gone_at timestamptz, source_id bigint)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT coalesce(s.perimeter_id, i.perimeter_id), i.key || CASE WHEN l.key IS NULL THEN '' ELSE ' #' || i.source_id END,
         i.key || ', ' || i.title, i.severity, i.occurred_at, coalesce(i.detected_at, i.occurred_at), i.reported_at, i.resolved_at,
         i.gone_at, i.source_id
  FROM rec.incident_known(known) i
  LEFT JOIN rec.incident_later() l ON l.source_id = i.source_id AND l.key = i.key
  LEFT JOIN vg.asset_alias s ON s.name = i.asset AND s.seen_from = i.perimeter_id
  WHERE i.security
$$;

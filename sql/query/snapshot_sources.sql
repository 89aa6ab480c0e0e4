-- snapshot_sources: the enabled sources
-- role: vigie_web
SELECT s.id, s.code, s.name, s.perimeter_id, s.is_sample, s.created_at FROM vg.source s WHERE s.enabled ORDER BY s.name, s.id;

-- source_names: the names of all sources
SELECT id, code, name, connector, enabled FROM vg.source ORDER BY name

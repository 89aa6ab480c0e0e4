-- snapshot_export: a name under which other transactions see what this one sees, while it lasts
-- role: vigie_collect
SELECT pg_export_snapshot() AS snapshot;

-- migration_present: whether the database has ever been migrated
SELECT pg_catalog.to_regclass('migration.applied') IS NOT NULL AS present;

-- doctor_facts: what the server and the installation say of themselves
-- role: vigie_web
SELECT pg_catalog.current_setting('server_version') AS server, pg_catalog.current_setting('data_checksums') = 'on' AS checksums,
       pg_catalog.pg_database_size(pg_catalog.current_database()) AS bytes, pg_catalog.clock_timestamp() AS clock,
       pg_catalog.inet_client_addr() IS NULL OR pg_catalog.inet_client_addr() = pg_catalog.inet_server_addr() AS is_local,
       coalesce((SELECT s.ssl FROM pg_catalog.pg_stat_ssl s WHERE s.pid = pg_catalog.pg_backend_pid()), false) AS is_tls,
       (SELECT value::timestamptz FROM vg.setting WHERE key = 'backup_at') AS backup_at,
       (SELECT min(applied_at) FROM migration.applied) AS installed_at,
       (SELECT value FROM vg.setting WHERE key = 'zone') AS zone;

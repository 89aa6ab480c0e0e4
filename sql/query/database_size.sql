-- database_size: of the current database, and what the server is
SELECT pg_catalog.pg_database_size(pg_catalog.current_database()) AS bytes, pg_catalog.current_setting('server_version') AS server,
       pg_catalog.current_setting('data_checksums') = 'on' AS checksums,
       (SELECT value FROM vg.setting WHERE key = 'backup_at') AS backup_at;

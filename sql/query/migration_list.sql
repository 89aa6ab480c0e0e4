-- migration_list: the schema files that the database has
SELECT number, name, checksum FROM migration.applied ORDER BY number;

-- migration_add: a schema file has just been applied
-- $1 integer number
-- $2 text name
-- $3 text checksum
INSERT INTO migration.applied (number, name, checksum) VALUES ($1, $2, $3);

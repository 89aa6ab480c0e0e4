-- doctor_roles: what the roles of Vigie may do in the database and should not
-- role: vigie_web
WITH ours AS (SELECT r.oid, r.rolname, r.rolsuper, r.rolcreatedb, r.rolcreaterole, r.rolreplication, r.rolbypassrls
              FROM pg_catalog.pg_roles r WHERE r.rolname IN ('vigie_owner', 'vigie_web', 'vigie_collect')),
much AS (
  SELECT 1 AS rank, o.rolname, a.what
  FROM ours o
  CROSS JOIN LATERAL (VALUES ('SUPERUSER', o.rolsuper), ('CREATEDB', o.rolcreatedb), ('CREATEROLE', o.rolcreaterole),
                             ('REPLICATION', o.rolreplication), ('BYPASSRLS', o.rolbypassrls)) a(what, has)
  WHERE a.has
  UNION ALL
  SELECT 2, o.rolname, 'member of ' || g.rolname
  FROM ours o JOIN pg_catalog.pg_auth_members m ON m.member = o.oid JOIN pg_catalog.pg_roles g ON g.oid = m.roleid
  UNION ALL
  SELECT 3, o.rolname, c.privilege || ' ' || c.name || '.' || c.field
  FROM (VALUES ('vigie_web', 'vg.source_secret', 'sealed', 'SELECT'), ('vigie_web', 'vg.request', 'sealed', 'SELECT'),
               ('vigie_web', 'vg.journal', 'actor', 'UPDATE'), ('vigie_web', 'vg.measurement', 'value', 'INSERT'),
               ('vigie_collect', 'vg.app_user', 'password_hash', 'SELECT'), ('vigie_collect', 'vg.session', 'token_hash', 'SELECT'),
               ('vigie_collect', 'vg.journal', 'actor', 'UPDATE')) c(role, name, field, privilege)
  JOIN ours o ON o.rolname = c.role
  WHERE NOT o.rolsuper AND pg_catalog.has_column_privilege(o.oid, c.name, c.field, c.privilege)
  UNION ALL
  SELECT 4, o.rolname, p.privilege || ' rec.' || t.relname
  FROM ours o
  JOIN pg_catalog.pg_class t ON t.relnamespace = (SELECT n.oid FROM pg_catalog.pg_namespace n WHERE n.nspname = 'rec') AND t.relkind = 'r'
  CROSS JOIN (VALUES ('INSERT'), ('UPDATE'), ('DELETE')) p(privilege)
  WHERE o.rolname = 'vigie_web' AND NOT o.rolsuper AND pg_catalog.has_table_privilege(o.oid, t.oid, p.privilege)
  UNION ALL
  SELECT 5, 'PUBLIC', a.privilege_type || ' ' || n.nspname || '.' || t.relname
  FROM pg_catalog.pg_class t JOIN pg_catalog.pg_namespace n ON n.oid = t.relnamespace AND n.nspname IN ('vg', 'rec', 'migration')
  CROSS JOIN LATERAL pg_catalog.aclexplode(t.relacl) a
  WHERE a.grantee = 0)
SELECT rolname AS role, what FROM much ORDER BY rank, rolname, what;

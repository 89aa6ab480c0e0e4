-- cage_open: functions of the server that a statement of the cage may call and should not, and who of Vigie's roles keeps them
-- role: vigie_web
-- Everybody may call nearly all of them by default. What does more than compute is closed but for a list, and what runs the text of a query
-- or takes a number of transaction, volatile or not. Left: clocks, chance, sleep (the deadline ends it), settings of the session (it ends
-- with the statement; others' tools need them), sequences (which have rights of their own), sizes.
SELECT p.oid::regprocedure::text AS function,
       'vigie_owner' || CASE WHEN p.proname = 'pg_notify' THEN ', vigie_web, vigie_collect'
                             WHEN p.proname IN ('pg_export_snapshot', 'pg_lock_status') THEN ', vigie_collect'
                             WHEN p.proname IN ('pg_advisory_xact_lock', 'pg_try_advisory_lock', 'pg_advisory_unlock') THEN ', vigie_collect'
                             ELSE '' END AS keepers
FROM pg_catalog.pg_roles r
CROSS JOIN pg_catalog.pg_proc p
WHERE r.rolname = 'vigie_reader'
  AND (p.provolatile = 'v' OR p.proname ~ '_to_xml' OR p.proname IN ('txid_current', 'pg_current_xact_id'))
  AND p.prorettype <> ALL ('{trigger,event_trigger}'::regtype[]) AND 'internal'::regtype <> ALL (p.proargtypes::oid[])
  AND NOT (p.pronamespace = 'pg_catalog'::regnamespace AND p.proname = ANY (
        '{clock_timestamp,timeofday,random,random_normal,setseed,gen_random_uuid,uuidv4,uuidv7,pg_sleep,pg_sleep_for,pg_sleep_until,set_config,
          nextval,currval,lastval,setval,pg_relation_size,pg_table_size,pg_indexes_size,pg_total_relation_size,pg_database_size,
          pg_tablespace_size,pg_is_in_recovery,current_query}'::text[]))
  AND has_schema_privilege(r.oid, p.pronamespace, 'USAGE') AND has_function_privilege(r.oid, p.oid, 'EXECUTE')
ORDER BY 1;

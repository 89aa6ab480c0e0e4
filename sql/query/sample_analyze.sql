-- sample_analyze: two years of records, then of figures, came at once: tell the planner, and whoever keeps a plan made of empty tables
DO $$
DECLARE t regclass;
BEGIN
  FOR t IN SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname IN ('vg', 'rec') AND c.relkind = 'r' LOOP
    EXECUTE format('ANALYZE %s', t);
  END LOOP;
END $$

-- As in 0010, but what is small is told row by row: a statement that changes nothing fires its trigger all the same, and the collector's
-- daily mark, tried at each of its turns, made every web process forget its figures every five seconds.

DO $$
DECLARE
  shown text;
BEGIN
  FOREACH shown IN ARRAY ARRAY['perimeter', 'source', 'source_kind', 'setting', 'policy', 'chapter', 'rule', 'rule_indicator', 'threshold',
    'waiver', 'applicability'] LOOP
    EXECUTE format('DROP TRIGGER %I ON vg.%I', shown || '_told', shown);
    EXECUTE format('CREATE TRIGGER %I AFTER INSERT OR DELETE ON vg.%I FOR EACH ROW EXECUTE FUNCTION vg.tell(''vigie_figures'')',
                   shown || '_told', shown);
    EXECUTE format('CREATE TRIGGER %I AFTER UPDATE ON vg.%I FOR EACH ROW WHEN (NEW IS DISTINCT FROM OLD) EXECUTE FUNCTION vg.tell(''vigie_figures'')',
                   shown || '_changed_told', shown);
  END LOOP;
END $$;

-- Tells the web's processes when what they keep in memory may have changed: channel vigie_people for who may come in,
-- vigie_figures for all that boards show. A transaction tells a channel once, when it commits.

CREATE FUNCTION vg.tell() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  PERFORM pg_notify(TG_ARGV[0], '');
  RETURN NULL;
END $$;

-- ---- who may come in ----

CREATE TRIGGER session_ended AFTER DELETE ON vg.session FOR EACH ROW EXECUTE FUNCTION vg.tell('vigie_people');
-- a later seen_at takes nothing from anybody
CREATE TRIGGER session_changed AFTER UPDATE ON vg.session FOR EACH ROW
  WHEN (NEW.seen_at < OLD.seen_at OR (NEW.token_hash, NEW.user_id, NEW.csrf, NEW.ends_at) IS DISTINCT FROM (OLD.token_hash, OLD.user_id, OLD.csrf, OLD.ends_at))
  EXECUTE FUNCTION vg.tell('vigie_people');
CREATE TRIGGER app_user_changed AFTER UPDATE ON vg.app_user FOR EACH ROW
  WHEN ((NEW.login, NEW.name, NEW.role, NEW.password_hash, NEW.enabled, NEW.lang, NEW.theme)
        IS DISTINCT FROM (OLD.login, OLD.name, OLD.role, OLD.password_hash, OLD.enabled, OLD.lang, OLD.theme))
  EXECUTE FUNCTION vg.tell('vigie_people');
CREATE TRIGGER app_user_gone AFTER DELETE ON vg.app_user FOR EACH ROW EXECUTE FUNCTION vg.tell('vigie_people');

-- ---- what boards show ----

-- an evaluation that is over; a pull that is over
CREATE TRIGGER evaluation_over AFTER INSERT OR UPDATE ON vg.evaluation FOR EACH ROW
  WHEN (NEW.status = 'ok') EXECUTE FUNCTION vg.tell('vigie_figures');
CREATE TRIGGER pull_over AFTER INSERT OR UPDATE OF status ON vg.pull FOR EACH ROW
  WHEN (NEW.status <> 'running') EXECUTE FUNCTION vg.tell('vigie_figures');

DO $$
DECLARE
  shown text;
BEGIN
  FOREACH shown IN ARRAY ARRAY['perimeter', 'source', 'source_kind', 'setting', 'policy', 'chapter', 'rule', 'rule_indicator', 'threshold',
    'waiver', 'applicability', 'verdict', 'dated_value', 'timeline', 'rule_timeline', 'covered'] LOOP
    EXECUTE format('CREATE TRIGGER %I AFTER INSERT OR UPDATE OR DELETE ON vg.%I FOR EACH STATEMENT EXECUTE FUNCTION vg.tell(''vigie_figures'')',
                   shown || '_told', shown);
  END LOOP;
END $$;
-- not for `stale`, which says nothing to people
CREATE TRIGGER indicator_told AFTER INSERT OR DELETE OR UPDATE OF version, sha256, direction, unit, empty, boards, title_fr, title_en, changed_at
  ON vg.indicator FOR EACH STATEMENT EXECUTE FUNCTION vg.tell('vigie_figures');

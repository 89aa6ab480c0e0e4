-- Pages that the web's processes keep hold names of people, owners of rules and what was said of deviations: a change of these is told as one
-- of figures. Signing in and out, a password, a language or a theme are none.

CREATE TRIGGER app_user_told AFTER INSERT OR DELETE ON vg.app_user FOR EACH ROW EXECUTE FUNCTION vg.tell('vigie_figures');
CREATE TRIGGER app_user_renamed_told AFTER UPDATE ON vg.app_user FOR EACH ROW
  WHEN ((NEW.login, NEW.name) IS DISTINCT FROM (OLD.login, OLD.name)) EXECUTE FUNCTION vg.tell('vigie_figures');
CREATE TRIGGER rule_owner_told AFTER INSERT OR UPDATE OR DELETE ON vg.rule_owner FOR EACH ROW EXECUTE FUNCTION vg.tell('vigie_figures');
CREATE TRIGGER deviation_note_told AFTER INSERT OR UPDATE OR DELETE ON vg.deviation_note FOR EACH ROW EXECUTE FUNCTION vg.tell('vigie_figures');

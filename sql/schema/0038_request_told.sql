-- Pages count from memory the statements of applicability that wait for their reviewer: they are told when one comes or is decided.

CREATE TRIGGER applicability_request_told AFTER INSERT OR DELETE OR UPDATE ON vg.applicability_request FOR EACH STATEMENT
  EXECUTE FUNCTION vg.tell('vigie_figures');

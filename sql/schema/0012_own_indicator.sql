-- Indicators that an organisation adds: their files, and since when they fail.

SET LOCAL check_function_bodies = off;

CREATE TABLE vg.own_indicator (
  code      text PRIMARY KEY REFERENCES vg.indicator ON DELETE CASCADE,
  file      text NOT NULL,                       -- the sheet and the statement, as they were read
  sha256    bytea NOT NULL,                      -- of the file
  version   integer NOT NULL,
  added_by  text NOT NULL,
  added_at  timestamptz NOT NULL,
  failed_at timestamptz,                         -- since when it fails; NULL: it does not
  error     text,                                -- why, the last time
  CHECK ((failed_at IS NULL) = (error IS NULL))
);

-- what the one that is being evaluated returned
CREATE UNLOGGED TABLE vg.own_given (
  perimeter_id bigint NOT NULL,
  subject      text NOT NULL,
  label        text NOT NULL,
  judged       tstzmultirange,
  conforming   tstzmultirange,
  pending      tstzmultirange,
  spoken       tstzmultirange,
  sources      bigint[],
  value        numeric,
  during       tstzrange,
  detail       text
);

-- When the statement of an indicator can be believed: up to its failure; always, when it does not fail or is the program's.
CREATE FUNCTION vg.own_spoken(indicator text) RETURNS tstzmultirange LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT coalesce((SELECT tstzmultirange(tstzrange(NULL, o.failed_at)) FROM vg.own_indicator o
                   WHERE o.code = $1 AND o.failed_at IS NOT NULL), '{(,)}');
$$;

CREATE TRIGGER own_indicator_figures AFTER INSERT OR UPDATE OR DELETE ON vg.own_indicator
  FOR EACH STATEMENT EXECUTE FUNCTION vg.tell('vigie_figures');

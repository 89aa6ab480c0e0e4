-- Attestations made in Vigie: a person says what was seen, with files as evidence; a second person reads it over.

SET LOCAL check_function_bodies = off;

CREATE TABLE vg.attestation (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  control      text NOT NULL,                 -- of vg.control()
  perimeter_id bigint NOT NULL REFERENCES vg.perimeter ON DELETE CASCADE,
  subject      text NOT NULL CHECK (subject <> ''),  -- a place's name, or a perimeter's code
  result       text NOT NULL CHECK (result IN ('passed', 'failed')),
  share        numeric CHECK (share BETWEEN 0 AND 100),
  statement    text NOT NULL CHECK (statement <> ''),
  attested_at  timestamptz NOT NULL,
  valid_until  timestamptz NOT NULL CHECK (valid_until > attested_at),
  author       text NOT NULL,
  written_at   timestamptz NOT NULL CHECK (written_at >= attested_at),
  status       text NOT NULL DEFAULT 'written' CHECK (status IN ('written', 'accepted', 'refused')),
  reviewer     text CHECK (reviewer <> author),
  reviewed_at  timestamptz,
  remark       text NOT NULL DEFAULT '',
  CHECK ((status = 'written') = (reviewer IS NULL)),
  CHECK ((reviewer IS NULL) = (reviewed_at IS NULL)),
  CHECK (status <> 'refused' OR remark <> '')
);
CREATE INDEX attestation_subject ON vg.attestation (control, subject);

-- files, under the hash that the database itself checks; never changed
CREATE TABLE vg.evidence (
  id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  attestation_id bigint NOT NULL REFERENCES vg.attestation ON DELETE CASCADE,
  name           text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  media_type     text NOT NULL,
  sha256         bytea NOT NULL,
  content        bytea NOT NULL CHECK (length(content) BETWEEN 1 AND 5242880),
  added_by       text NOT NULL,
  added_at       timestamptz NOT NULL,
  CHECK (sha256 = pg_catalog.sha256(content)),
  UNIQUE (attestation_id, sha256)
);
ALTER TABLE vg.evidence ALTER COLUMN content SET STORAGE EXTERNAL;

CREATE FUNCTION vg.stale_by_attestation() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  UPDATE vg.indicator SET stale = true WHERE NOT stale AND 'attestation' = ANY (kinds || optional);
  RETURN NULL;
END $$;
CREATE TRIGGER attestation_stale AFTER INSERT OR UPDATE OR DELETE ON vg.attestation
  FOR EACH STATEMENT EXECUTE FUNCTION vg.stale_by_attestation();

-- What persons attested, in a register that a source reads and in Vigie, and for how long it holds: to the date given, else as long
-- as the policy then says of that control; an attestation of which neither says it proves nothing. passed: NULL where it passed
-- without any evidence. One made here counts once a second person has accepted it.
CREATE OR REPLACE FUNCTION vg.attested(known timestamptz)
RETURNS TABLE (control text, perimeter_id bigint, subject text, passed boolean, share numeric, during tstzrange)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT a.control, a.perimeter_id, a.subject,
         CASE WHEN a.result <> 'passed' THEN false WHEN a.evidence <> '' THEN true END, a.share::numeric,
         vg.span(a.attested_at, least(coalesce(a.valid_until, a.attested_at + make_interval(days => c.days)), a.gone_at))
  FROM rec.attestation_known(known) a
  LEFT JOIN vg.control() c ON c.code = a.control AND c.during @> a.attested_at
  WHERE a.valid_until IS NOT NULL OR c.days IS NOT NULL
  UNION ALL
  SELECT a.control, a.perimeter_id, a.subject,
         CASE WHEN a.result <> 'passed' THEN false
              WHEN EXISTS (SELECT FROM vg.evidence e WHERE e.attestation_id = a.id) THEN true END,
         a.share, vg.span(a.attested_at, a.valid_until)
  FROM vg.attestation a
  WHERE a.status = 'accepted' AND a.reviewed_at <= known
$$;

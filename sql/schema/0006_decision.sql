-- Decisions that people sign: waivers ended early, statements that a second person reviews, owners named by the CISO, and what is
-- said of a deviation. A day's figure is the one at its last instant, midnight included: what holds "from a day" holds from the
-- microsecond after its midnight, so that no published figure moves.

-- ---- waivers ----

-- until_at: the end agreed on, which `during` keeps unless the waiver is ended early
ALTER TABLE vg.waiver
  ADD COLUMN until_at   timestamptz,
  ADD COLUMN ended_at   timestamptz,
  ADD COLUMN ended_by   text,
  ADD COLUMN end_reason text NOT NULL DEFAULT '';
UPDATE vg.waiver SET until_at = upper(during);
ALTER TABLE vg.waiver ADD CHECK ((ended_at IS NULL) = (ended_by IS NULL)), ADD CHECK (ended_at IS NULL OR end_reason <> '');

-- ---- thresholds ----

-- when it was decided: before from_at, or at it; NULL: it came with a policy
ALTER TABLE vg.threshold ADD COLUMN decided_at timestamptz;

-- The state that a step of a timeline would have under other thresholds: what the engine says of the same counts.
CREATE FUNCTION vg.state_under(t vg.timeline, form text, up boolean, target numeric, warning numeric) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN t.value IS NULL OR t.state = 'not_applicable' THEN t.state
              WHEN form = 'statistic' THEN vg.state_of(t.value, up, target, warning)
              WHEN t.value >= target THEN 'applied'
              WHEN (t.conforming + t.unknown)::numeric / t.judged >= target THEN 'unknown'
              WHEN t.deviating = t.waived THEN CASE WHEN t.unknown = 0 THEN 'waived' ELSE 'unknown' END
              ELSE vg.state_of(t.value, true, target, warning) END
$$;

-- ---- who answers for a rule, in place of what the policy says: the last one by from_at holds ----

CREATE TABLE vg.rule_owner (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  rule       text NOT NULL CHECK (rule ~ '^[0-9]+\.[0-9]+$'),
  owner      text NOT NULL CHECK (owner <> ''),
  deputy     text NOT NULL DEFAULT '',
  from_at    timestamptz NOT NULL,
  author     text NOT NULL,
  reason     text NOT NULL CHECK (reason <> ''),
  decided_at timestamptz NOT NULL,
  CHECK (owner <> deputy)
);
CREATE INDEX rule_owner_rule ON vg.rule_owner (rule, from_at);

-- ---- statements of (non-)applicability that wait for their reviewer; once confirmed they are rows of vg.applicability ----

CREATE TABLE vg.applicability_request (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  rule         text NOT NULL CHECK (rule ~ '^[0-9]+\.[0-9]+$'),
  perimeter_id bigint NOT NULL REFERENCES vg.perimeter ON DELETE CASCADE,
  applicable   boolean NOT NULL,
  from_at      timestamptz NOT NULL,
  reason       text NOT NULL CHECK (reason <> ''),
  author       text NOT NULL,
  asked_at     timestamptz NOT NULL,
  status       text NOT NULL DEFAULT 'requested' CHECK (status IN ('requested', 'confirmed', 'refused')),
  reviewer     text,
  decided_at   timestamptz,
  decision     text NOT NULL DEFAULT '',
  CHECK (author <> reviewer),
  CHECK ((status = 'requested') = (reviewer IS NULL))
);
CREATE UNIQUE INDEX applicability_request_open ON vg.applicability_request (rule, perimeter_id) WHERE status = 'requested';

-- ---- what is said of a deviation: append only, the last note is the one to read first ----

CREATE TABLE vg.deviation_note (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  indicator    text NOT NULL,
  perimeter_id bigint NOT NULL REFERENCES vg.perimeter ON DELETE CASCADE,
  subject      text NOT NULL,
  began_at     timestamptz NOT NULL,          -- the beginning of the deviation, as it was known when the note was written
  cause        text NOT NULL CHECK (cause <> ''),
  mended_by    text NOT NULL DEFAULT '',      -- a free reference: a ticket, a change, an address
  record_kind  text NOT NULL DEFAULT '',      -- the record that mended it; '' and NULL: none named
  record_id    bigint,
  author       text NOT NULL,
  written_at   timestamptz NOT NULL,
  CHECK ((record_kind = '') = (record_id IS NULL))
);
CREATE INDEX deviation_note_subject ON vg.deviation_note (indicator, perimeter_id, subject, began_at);

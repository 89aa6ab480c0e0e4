-- What people decide about the policy: who answers for a rule, where it applies, what is accepted; and the registers of the pack
-- (deadlines, classes, profiles …) as functions that say when each line was in force.

-- when a collector took the lease of a source
ALTER TABLE vg.source_state ADD COLUMN lease_at timestamptz;

-- ---- the pack ----

-- registers of the pack: {"deadlines": [{"topic","severity","days"}], "backup_classes": [{"code","hours"}],
-- "profiles": [{"job","privileges","zones"}], "incompatible_roles": [{"one","other"}],
-- "processes": [{"code","title_fr","title_en"}], "watch_topics": [{"code","title_fr","title_en","days"}],
-- "controls": [{"code","rule","subject","days","question_fr","question_en"}]}
ALTER TABLE vg.policy ADD COLUMN registers jsonb NOT NULL DEFAULT '{}';
-- who answers for the rule: a job of the kind "person"; '' where the pack says nobody
ALTER TABLE vg.rule ADD COLUMN owner text NOT NULL DEFAULT '';

-- frameworks that rules are mapped to: numbers and short titles only
CREATE TABLE vg.framework (
  code     text PRIMARY KEY,                -- "iso27001-2022", "anssi-hygiene"
  title_fr text NOT NULL,
  title_en text NOT NULL,
  position integer NOT NULL
);
CREATE TABLE vg.framework_control (
  framework text NOT NULL REFERENCES vg.framework ON DELETE CASCADE,
  number    text NOT NULL,                  -- "8.13"
  title_fr  text NOT NULL,
  title_en  text NOT NULL,
  position  integer NOT NULL,
  PRIMARY KEY (framework, number)
);
CREATE TABLE vg.rule_control (
  policy    text NOT NULL,
  rule      text NOT NULL,
  framework text NOT NULL,
  control   text NOT NULL,
  PRIMARY KEY (policy, rule, framework, control),
  FOREIGN KEY (policy, rule) REFERENCES vg.rule ON DELETE CASCADE,
  FOREIGN KEY (framework, control) REFERENCES vg.framework_control ON DELETE CASCADE
);

-- when each version of the policy was in force: from its date of effect to that of the next one
CREATE VIEW vg.policy_period WITH (security_invoker) AS
  SELECT p.code AS policy, tstzrange(vg.day(p.effective_on), vg.day(lead(p.effective_on) OVER (ORDER BY p.effective_on, p.code))) AS during
  FROM vg.policy p;

-- days allowed to mend what has that severity; topic: incident, vulnerability, exploited (a known-exploited vulnerability: severity '')
CREATE FUNCTION vg.deadline() RETURNS TABLE (topic text, severity text, days integer, during tstzrange) LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT r.topic, coalesce(r.severity, ''), r.days, e.during
  FROM vg.policy p JOIN vg.policy_period e ON e.policy = p.code
  CROSS JOIN LATERAL jsonb_to_recordset(coalesce(p.registers -> 'deadlines', '[]')) r(topic text, severity text, days integer) $$;

-- hours that may pass between two good backups of a class
CREATE FUNCTION vg.backup_class() RETURNS TABLE (code text, hours integer, during tstzrange) LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT r.code, r.hours, e.during
  FROM vg.policy p JOIN vg.policy_period e ON e.policy = p.code
  CROSS JOIN LATERAL jsonb_to_recordset(coalesce(p.registers -> 'backup_classes', '[]')) r(code text, hours integer) $$;

-- what a job profile allows; what: privilege (a role of kind account; '*': any) or zone (of kind badge; '*': any)
CREATE FUNCTION vg.profile_right() RETURNS TABLE (job text, what text, name text, during tstzrange) LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT r.job, x.what, n.name, e.during
  FROM vg.policy p JOIN vg.policy_period e ON e.policy = p.code
  CROSS JOIN LATERAL jsonb_to_recordset(coalesce(p.registers -> 'profiles', '[]')) r(job text, privileges jsonb, zones jsonb)
  CROSS JOIN LATERAL (VALUES ('privilege', r.privileges), ('zone', r.zones)) x(what, names)
  CROSS JOIN LATERAL jsonb_array_elements_text(coalesce(x.names, '[]')) n(name) $$;

-- roles of kind account that one person may not hold together
CREATE FUNCTION vg.incompatible_role() RETURNS TABLE (one text, other text, during tstzrange) LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT r.one, r.other, e.during
  FROM vg.policy p JOIN vg.policy_period e ON e.policy = p.code
  CROSS JOIN LATERAL jsonb_to_recordset(coalesce(p.registers -> 'incompatible_roles', '[]')) r(one text, other text) $$;

-- processes that the policy wants documented
CREATE FUNCTION vg.required_process() RETURNS TABLE (code text, title_fr text, title_en text, during tstzrange)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT r.code, r.title_fr, r.title_en, e.during
  FROM vg.policy p JOIN vg.policy_period e ON e.policy = p.code
  CROSS JOIN LATERAL jsonb_to_recordset(coalesce(p.registers -> 'processes', '[]')) r(code text, title_fr text, title_en text) $$;

-- topics of the watch, and how many days may pass without an item
CREATE FUNCTION vg.watch_topic() RETURNS TABLE (code text, title_fr text, title_en text, days integer, during tstzrange)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT r.code, r.title_fr, r.title_en, r.days, e.during
  FROM vg.policy p JOIN vg.policy_period e ON e.policy = p.code
  CROSS JOIN LATERAL jsonb_to_recordset(coalesce(p.registers -> 'watch_topics', '[]'))
    r(code text, title_fr text, title_en text, days integer) $$;

-- controls that persons attest; subject: site, secure_area (kind place) or perimeter; days: how long an attestation holds
CREATE FUNCTION vg.control() RETURNS TABLE (code text, rule text, subject text, days integer, question_fr text, question_en text,
                                            during tstzrange) LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT r.code, r.rule, r.subject, r.days, r.question_fr, r.question_en, e.during
  FROM vg.policy p JOIN vg.policy_period e ON e.policy = p.code
  CROSS JOIN LATERAL jsonb_to_recordset(coalesce(p.registers -> 'controls', '[]'))
    r(code text, rule text, subject text, days integer, question_fr text, question_en text) $$;

-- ---- where a rule applies ----

-- statements of (non-)applicability: of a rule, by number, in a perimeter and below; the last one by from_at holds.
-- `applicable` true ends a former statement.
CREATE TABLE vg.applicability (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  rule         text NOT NULL CHECK (rule ~ '^[0-9]+\.[0-9]+$'),
  perimeter_id bigint NOT NULL REFERENCES vg.perimeter ON DELETE CASCADE,
  applicable   boolean NOT NULL,
  from_at      timestamptz NOT NULL,
  reason       text NOT NULL CHECK (reason <> ''),
  author       text NOT NULL,
  reviewer     text NOT NULL,
  decided_at   timestamptz NOT NULL,
  is_sample    boolean NOT NULL DEFAULT false,
  CHECK (author <> reviewer)
);
CREATE INDEX applicability_rule ON vg.applicability (rule, from_at);

-- ---- what is accepted ----

-- a waiver is of an indicator or of a whole rule; of named subjects or of all; asked by one person and decided by another.
-- Only approved ones count, over `during`; ending one early shortens `during`.
ALTER TABLE vg.waiver ALTER COLUMN indicator DROP NOT NULL, ALTER COLUMN approver DROP NOT NULL;
ALTER TABLE vg.waiver
  ADD COLUMN rule text CHECK (rule ~ '^[0-9]+\.[0-9]+$'),
  ADD COLUMN subjects text[] CHECK (cardinality(subjects) > 0),
  ADD COLUMN compensation text NOT NULL DEFAULT '',
  ADD COLUMN status text NOT NULL DEFAULT 'approved' CHECK (status IN ('requested', 'approved', 'refused')),
  ADD COLUMN requested_at timestamptz NOT NULL DEFAULT now(),
  ADD COLUMN decided_at timestamptz,
  ADD COLUMN decision text NOT NULL DEFAULT '';
UPDATE vg.waiver SET subjects = ARRAY[subject] WHERE subject IS NOT NULL;
ALTER TABLE vg.waiver DROP COLUMN subject;
ALTER TABLE vg.waiver ALTER COLUMN status SET DEFAULT 'requested';
ALTER TABLE vg.waiver ADD CHECK ((indicator IS NULL) <> (rule IS NULL)), ADD CHECK (status <> 'approved' OR approver IS NOT NULL);

CREATE FUNCTION vg.stale_by_rule() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  touched record := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
BEGIN
  UPDATE vg.indicator i SET stale = true
  WHERE NOT i.stale AND i.code IN (SELECT l.indicator FROM vg.rule_indicator l WHERE l.rule = touched.rule);
  RETURN NULL;
END $$;
CREATE TRIGGER waiver_stale_rule AFTER INSERT OR UPDATE OR DELETE ON vg.waiver FOR EACH ROW EXECUTE FUNCTION vg.stale_by_rule();
CREATE TRIGGER applicability_stale AFTER INSERT OR UPDATE OR DELETE ON vg.applicability
  FOR EACH ROW EXECUTE FUNCTION vg.stale_by_rule();

-- approved waivers under the indicators they bear on, in each perimeter they reach
CREATE VIEW vg.waiver_reach WITH (security_invoker) AS
  SELECT w.id, coalesce(w.indicator, l.indicator) AS indicator, t.descendant_id AS perimeter_id, w.subjects, w.during
  FROM vg.waiver w
  JOIN vg.perimeter_tree t ON t.ancestor_id = w.perimeter_id
  LEFT JOIN (SELECT DISTINCT r.rule, r.indicator FROM vg.rule_indicator r) l ON l.rule = w.rule
  WHERE w.status = 'approved';

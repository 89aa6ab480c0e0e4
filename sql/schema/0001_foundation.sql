-- The product's own tables (schema vg) and the home of records (schema rec, whose tables db/ derives from the kinds).
-- Instants are timestamptz in UTC. Nothing here is readable by PUBLIC; sql/role/*.sql says who may do what.

CREATE SCHEMA vg;
CREATE SCHEMA rec;

CREATE TABLE vg.setting (
  key        text PRIMARY KEY,
  value      text NOT NULL,
  changed_at timestamptz NOT NULL DEFAULT now(),
  changed_by text NOT NULL DEFAULT 'vigie'
);

-- ---- what is governed ----
CREATE TABLE vg.perimeter (
  id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  parent_id bigint REFERENCES vg.perimeter ON DELETE CASCADE,
  code      text NOT NULL UNIQUE CHECK (code ~ '^[a-z0-9][a-z0-9_-]{0,62}$'),
  name      text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  is_sample boolean NOT NULL DEFAULT false
);
CREATE UNIQUE INDEX perimeter_one_root ON vg.perimeter ((parent_id IS NULL)) WHERE parent_id IS NULL;

-- every (ancestor, descendant) pair, itself included, and how far; kept by the trigger below
CREATE TABLE vg.perimeter_tree (
  ancestor_id   bigint NOT NULL,
  descendant_id bigint NOT NULL,
  distance      integer NOT NULL,
  PRIMARY KEY (ancestor_id, descendant_id)
);
CREATE INDEX perimeter_tree_up ON vg.perimeter_tree (descendant_id, ancestor_id);

CREATE FUNCTION vg.perimeter_tree_refresh() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  DELETE FROM vg.perimeter_tree;
  INSERT INTO vg.perimeter_tree (ancestor_id, descendant_id, distance)
  WITH RECURSIVE t(ancestor_id, descendant_id, distance) AS (
    SELECT id, id, 0 FROM vg.perimeter
    UNION ALL
    SELECT t.ancestor_id, p.id, t.distance + 1 FROM t JOIN vg.perimeter p ON p.parent_id = t.descendant_id)
  SELECT ancestor_id, descendant_id, distance FROM t;
  RETURN NULL;
END $$;
CREATE TRIGGER perimeter_tree AFTER INSERT OR UPDATE OF parent_id OR DELETE ON vg.perimeter
  FOR EACH STATEMENT EXECUTE FUNCTION vg.perimeter_tree_refresh();

-- ---- people who use Vigie ----
CREATE TABLE vg.app_user (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  login         text NOT NULL UNIQUE CHECK (login ~ '^[a-z0-9][a-z0-9._@-]{0,99}$'),
  name          text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  role          text NOT NULL CHECK (role IN ('administrator','ciso','operator','leadership','reader')),
  password_hash text,                      -- argon2id, NULL until chosen by the set-up link
  enabled       boolean NOT NULL DEFAULT true,
  lang          text NOT NULL DEFAULT 'fr' CHECK (lang IN ('fr','en')),
  theme         text NOT NULL DEFAULT 'auto' CHECK (theme IN ('auto','light','dark')),
  created_at    timestamptz NOT NULL,
  password_at   timestamptz,
  last_login_at timestamptz
);

-- one-time links to choose a password
CREATE TABLE vg.setup_link (
  token_hash bytea PRIMARY KEY CHECK (length(token_hash) = 32),
  user_id    bigint NOT NULL REFERENCES vg.app_user ON DELETE CASCADE,
  expires_at timestamptz NOT NULL
);

CREATE TABLE vg.session (
  token_hash bytea PRIMARY KEY CHECK (length(token_hash) = 32),
  user_id    bigint NOT NULL REFERENCES vg.app_user ON DELETE CASCADE,
  csrf       bytea NOT NULL CHECK (length(csrf) = 32),
  created_at timestamptz NOT NULL,
  seen_at    timestamptz NOT NULL,
  ends_at    timestamptz NOT NULL,         -- absolute limit
  address    text NOT NULL
);
CREATE INDEX session_user_id ON vg.session (user_id);

-- buckets that slow down guessing: key is "pair:login network", "account:login", "network:address" or "device:hash"
CREATE TABLE vg.login_throttle (
  key      text PRIMARY KEY,
  failures integer NOT NULL,
  last_at  timestamptz NOT NULL
);

-- signs and seals what browsers keep for the web: one row, for the web's processes alone
CREATE TABLE vg.web_key (
  one   boolean PRIMARY KEY DEFAULT true CHECK (one),
  value text NOT NULL
);

-- who did what: append only
CREATE TABLE vg.journal (
  id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at      timestamptz NOT NULL,
  actor   text NOT NULL,                   -- login, "vigie" or "command line"
  action  text NOT NULL,                   -- "source.created"
  object  text NOT NULL DEFAULT '',        -- "source 3"
  detail  jsonb NOT NULL DEFAULT '{}',
  address text NOT NULL DEFAULT ''
);

-- ---- sources and pulls ----
CREATE TABLE vg.source (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  code         text NOT NULL UNIQUE CHECK (code ~ '^[a-z0-9][a-z0-9_-]{0,62}$'),
  name         text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  connector    text NOT NULL,
  perimeter_id bigint NOT NULL REFERENCES vg.perimeter,
  options      jsonb NOT NULL DEFAULT '{}',   -- never a secret
  period_s     integer NOT NULL CHECK (period_s BETWEEN 1 AND 31622400),
  staleness_s  integer NOT NULL CHECK (staleness_s BETWEEN 1 AND 63244800),
  enabled      boolean NOT NULL DEFAULT true,
  is_sample    boolean NOT NULL DEFAULT false,
  created_at   timestamptz NOT NULL,
  created_by   text NOT NULL,
  version      integer NOT NULL DEFAULT 1     -- optimistic lock of the form
);

-- what each source gives, from its connector and options: kept here so that SQL can reason on it
CREATE TABLE vg.source_kind (
  source_id bigint NOT NULL REFERENCES vg.source ON DELETE CASCADE,
  kind      text NOT NULL,
  PRIMARY KEY (source_id, kind)
);

-- sealed to the collector's public key (libsodium crypto_box_seal); the web role may only write
CREATE TABLE vg.source_secret (
  source_id bigint NOT NULL REFERENCES vg.source ON DELETE CASCADE,
  option    text NOT NULL,
  sealed    bytea NOT NULL,
  set_at    timestamptz NOT NULL,
  set_by    text NOT NULL,
  PRIMARY KEY (source_id, option)
);

-- scheduling state and lease: one row a source
CREATE TABLE vg.source_state (
  source_id    bigint PRIMARY KEY REFERENCES vg.source ON DELETE CASCADE,
  due_at       timestamptz NOT NULL,
  failures     integer NOT NULL DEFAULT 0,
  lease_owner  text,
  lease_until  timestamptz,
  history_to   timestamptz                 -- cursor: history is covered up to here
);

CREATE TABLE vg.pull (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  source_id   bigint NOT NULL REFERENCES vg.source ON DELETE CASCADE,
  status      text NOT NULL CHECK (status IN ('running','ok','failed','suspect','abandoned','refused')),
  read_at     timestamptz NOT NULL,        -- the instant of the reading
  started_at  timestamptz NOT NULL,
  finished_at timestamptz,
  trigger     text NOT NULL DEFAULT 'schedule', -- schedule, person, sample
  read        integer NOT NULL DEFAULT 0 CHECK (read >= 0),
  opened      integer NOT NULL DEFAULT 0,
  changed     integer NOT NULL DEFAULT 0,
  vanished    integer NOT NULL DEFAULT 0,
  rejected    integer NOT NULL DEFAULT 0,
  error_code  text,
  message     text,
  hint        text,
  evaluation_id bigint                        -- the evaluation that took it into account; NULL: none yet
);
CREATE INDEX pull_not_evaluated ON vg.pull (id) WHERE status = 'ok' AND evaluation_id IS NULL;
CREATE INDEX pull_good ON vg.pull (source_id, read_at DESC) WHERE status = 'ok';
CREATE INDEX pull_source ON vg.pull (source_id, id DESC);
CREATE UNIQUE INDEX pull_one_running ON vg.pull (source_id) WHERE status = 'running';

-- when a kind was really covered by a source: the freshness of everything else is made of these
CREATE TABLE vg.coverage (
  source_id bigint NOT NULL REFERENCES vg.source ON DELETE CASCADE,
  kind      text NOT NULL,
  pull_id   bigint NOT NULL REFERENCES vg.pull ON DELETE CASCADE,
  during    tstzrange NOT NULL CHECK (NOT isempty(during)),
  PRIMARY KEY (source_id, kind, pull_id)
);
CREATE INDEX coverage_pull ON vg.coverage (pull_id);

-- refused items of a pull
CREATE TABLE vg.reject (
  pull_id bigint NOT NULL REFERENCES vg.pull ON DELETE CASCADE,
  ord     integer NOT NULL,
  place   text NOT NULL,
  kind    text NOT NULL DEFAULT '',
  key     text NOT NULL DEFAULT '',
  reason  text NOT NULL,
  PRIMARY KEY (pull_id, ord)
);

-- a suspect pull, held until a person answers: which kinds it read, and their rows as they would have been written
CREATE TABLE vg.held (
  pull_id      bigint NOT NULL REFERENCES vg.pull ON DELETE CASCADE,
  kind         text NOT NULL,
  complete     boolean NOT NULL,
  may_be_empty boolean NOT NULL,
  during       tstzrange NOT NULL,
  PRIMARY KEY (pull_id, kind)
);
CREATE TABLE vg.held_rows (
  pull_id bigint NOT NULL,
  kind    text NOT NULL,
  ord     integer NOT NULL,
  rows    bytea NOT NULL,
  PRIMARY KEY (pull_id, kind, ord),
  FOREIGN KEY (pull_id, kind) REFERENCES vg.held ON DELETE CASCADE
);

-- every version of every record draws its id here
CREATE SEQUENCE rec.record_id;

-- ---- the policy ----
CREATE TABLE vg.policy (
  code         text PRIMARY KEY,
  title_fr     text NOT NULL,
  title_en     text NOT NULL,
  effective_on date NOT NULL
);
CREATE TABLE vg.chapter (
  policy   text NOT NULL REFERENCES vg.policy ON DELETE CASCADE,
  number   integer NOT NULL,
  title_fr text NOT NULL,
  title_en text NOT NULL,
  PRIMARY KEY (policy, number)
);
CREATE TABLE vg.rule (
  policy       text NOT NULL,
  number       text NOT NULL CHECK (number ~ '^[0-9]+\.[0-9]+$'),
  chapter      integer NOT NULL,
  position     integer NOT NULL,
  title_fr     text NOT NULL,
  title_en     text NOT NULL,
  statement_fr text NOT NULL,
  statement_en text NOT NULL,
  frequency_fr text NOT NULL DEFAULT '',        -- how often the policy asks for it; '': it does not say
  frequency_en text NOT NULL DEFAULT '',
  PRIMARY KEY (policy, number),
  FOREIGN KEY (policy, chapter) REFERENCES vg.chapter ON DELETE CASCADE
);

-- ---- indicators: one row for each sql/indicator/CODE.sql, kept in step at start ----
CREATE TABLE vg.indicator (
  code        text PRIMARY KEY,
  form        text NOT NULL CHECK (form IN ('ratio','statistic','composite')),
  statistic   text CHECK (statistic IN ('count','mean','median','p90','sum')),
  family      text NOT NULL CHECK (family IN ('A','N','I','E')),
  direction   text NOT NULL CHECK (direction IN ('up','down')),   -- up: higher is better
  unit        text NOT NULL,                                      -- "%", "h", "1"
  version     integer NOT NULL,
  sha256      bytea NOT NULL,
  kinds       text[] NOT NULL,
  optional    text[] NOT NULL,                                    -- kinds read where some source gives them
  empty       text NOT NULL CHECK (empty IN ('unknown','not_applicable')),
  subject     text NOT NULL,                                      -- asset, person …
  boards      text NOT NULL,                                      -- some of "SPO"
  title_fr    text NOT NULL,
  title_en    text NOT NULL,
  changed_at  timestamptz NOT NULL,                               -- when this formula came
  stale       boolean NOT NULL DEFAULT true                       -- to be evaluated again, whatever was pulled
);
CREATE TABLE vg.rule_indicator (
  policy    text NOT NULL,
  rule      text NOT NULL,
  indicator text NOT NULL,
  position  integer NOT NULL,
  PRIMARY KEY (policy, rule, indicator),
  FOREIGN KEY (policy, rule) REFERENCES vg.rule ON DELETE CASCADE
);
-- the one in force at t: the latest from_at <= t for (indicator, perimeter), else for (indicator, NULL)
CREATE TABLE vg.threshold (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  indicator    text NOT NULL REFERENCES vg.indicator ON DELETE CASCADE,
  perimeter_id bigint REFERENCES vg.perimeter ON DELETE CASCADE,
  target       numeric NOT NULL,
  warning      numeric NOT NULL,
  critical     numeric NOT NULL,
  from_at      timestamptz NOT NULL,
  author       text NOT NULL,
  reason       text NOT NULL,
  CHECK (target <> 'NaN' AND warning <> 'NaN' AND critical <> 'NaN')
);
CREATE INDEX threshold_lookup ON vg.threshold (indicator, from_at);

-- an accepted deviation: never open-ended
CREATE TABLE vg.waiver (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  indicator    text NOT NULL REFERENCES vg.indicator ON DELETE CASCADE,
  perimeter_id bigint NOT NULL REFERENCES vg.perimeter ON DELETE CASCADE,
  subject      text,                          -- NULL: all of them
  during       tstzrange NOT NULL CHECK (NOT isempty(during) AND NOT lower_inf(during) AND NOT upper_inf(during)),
  reason       text NOT NULL,
  requester    text NOT NULL,
  approver     text NOT NULL,
  is_sample    boolean NOT NULL DEFAULT false,
  CHECK (requester <> approver)
);

-- ---- evaluation ----
CREATE TABLE vg.evaluation (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  known_at    timestamptz NOT NULL,
  started_at  timestamptz NOT NULL,
  finished_at timestamptz,
  pull_id     bigint,                         -- the last pull taken into account
  indicators  integer NOT NULL DEFAULT 0,
  status      text NOT NULL CHECK (status IN ('running','ok','failed')),
  message     text
);

-- the periods of each subject: judged = conforming + deviating + pending + unknown, disjoint; waived is part of deviating
CREATE TABLE vg.verdict (
  indicator    text NOT NULL REFERENCES vg.indicator ON DELETE CASCADE,
  perimeter_id bigint NOT NULL REFERENCES vg.perimeter ON DELETE CASCADE,
  subject      text NOT NULL,
  label        text NOT NULL,
  judged       tstzmultirange NOT NULL,
  conforming   tstzmultirange NOT NULL,
  deviating    tstzmultirange NOT NULL,
  pending      tstzmultirange NOT NULL,
  unknown      tstzmultirange NOT NULL,
  waived       tstzmultirange NOT NULL,
  detail       text,
  PRIMARY KEY (indicator, perimeter_id, subject)
);
CREATE INDEX verdict_until ON vg.verdict (indicator, (coalesce(upper(judged), 'infinity')));
-- statistics: a value and when it counts
CREATE TABLE vg.dated_value (
  indicator    text NOT NULL REFERENCES vg.indicator ON DELETE CASCADE,
  perimeter_id bigint NOT NULL REFERENCES vg.perimeter ON DELETE CASCADE,
  subject      text NOT NULL,
  label        text NOT NULL,
  value        numeric NOT NULL CHECK (value <> 'NaN'),
  during       tstzrange NOT NULL CHECK (NOT isempty(during)),
  detail       text
);
CREATE INDEX dated_value_until ON vg.dated_value (indicator, (coalesce(upper(during), 'infinity')));

-- the step function of an indicator in a perimeter (descendants included): one row a change, contiguous
CREATE TABLE vg.timeline (
  indicator    text NOT NULL REFERENCES vg.indicator ON DELETE CASCADE,
  perimeter_id bigint NOT NULL REFERENCES vg.perimeter ON DELETE CASCADE,
  from_at      timestamptz NOT NULL,
  to_at        timestamptz NOT NULL,          -- exclusive; 'infinity' for the last
  judged       integer NOT NULL,              -- conforming + deviating + unknown; pending is outside
  conforming   integer NOT NULL,
  deviating    integer NOT NULL,              -- waived included
  pending      integer NOT NULL,
  unknown      integer NOT NULL,
  waived       integer NOT NULL,
  value        numeric CHECK (value <> 'NaN'),-- ratio in 0..1, or the statistic; NULL: no value
  state        text NOT NULL CHECK (state IN ('applied','watch','not_applied','waived','unknown','not_applicable')),
  critical     boolean NOT NULL DEFAULT false,
  since        timestamptz NOT NULL,          -- since when in this state, whatever the counts
  PRIMARY KEY (indicator, perimeter_id, from_at)
);

-- the same for rules: the worst of their indicators; a rule that no indicator measures has no row
CREATE TABLE vg.rule_timeline (
  policy       text NOT NULL,
  rule         text NOT NULL,
  perimeter_id bigint NOT NULL REFERENCES vg.perimeter ON DELETE CASCADE,
  from_at      timestamptz NOT NULL,
  to_at        timestamptz NOT NULL,          -- exclusive; 'infinity' for the last
  state        text NOT NULL CHECK (state IN ('applied','watch','not_applied','waived','unknown','not_applicable')),
  PRIMARY KEY (policy, rule, perimeter_id, from_at),
  FOREIGN KEY (policy, rule) REFERENCES vg.rule ON DELETE CASCADE
);

-- what was published for a day, as it was known: append only, a correction is a new revision
CREATE TABLE vg.measurement (
  indicator     text NOT NULL,
  perimeter_id  bigint NOT NULL REFERENCES vg.perimeter ON DELETE CASCADE,
  day           date NOT NULL,
  revision      integer NOT NULL,
  at            timestamptz NOT NULL,         -- the end of that day in the organisation's zone
  known_at      timestamptz NOT NULL,
  evaluation_id bigint NOT NULL,
  judged        integer NOT NULL,
  conforming    integer NOT NULL,
  deviating     integer NOT NULL,
  pending       integer NOT NULL,
  unknown       integer NOT NULL,
  waived        integer NOT NULL,
  value         numeric CHECK (value <> 'NaN'),
  state         text NOT NULL,
  PRIMARY KEY (indicator, perimeter_id, day, revision)
);

-- ---- requests from the web to the collector (the web has no outbound socket and no secret) ----
CREATE TABLE vg.request (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  type         text NOT NULL CHECK (type IN ('test','pull','accept','refuse','sample_remove')),
  source_id    bigint REFERENCES vg.source ON DELETE CASCADE,
  pull_id      bigint REFERENCES vg.pull ON DELETE CASCADE,
  payload      jsonb NOT NULL DEFAULT '{}',
  sealed       bytea,                         -- secrets of a source that is not saved yet
  requested_by text NOT NULL,
  requested_at timestamptz NOT NULL,
  status       text NOT NULL DEFAULT 'waiting' CHECK (status IN ('waiting','running','done','failed')),
  answer       jsonb,
  finished_at  timestamptz
);
CREATE INDEX request_waiting ON vg.request (id) WHERE status IN ('waiting','running');

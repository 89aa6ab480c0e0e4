-- Records that people enter in Vigie itself (connector form): what they typed, and when they last said that it is all there is.
-- The collector reads it by ordinary pulls, which are asked for and never due.

ALTER TABLE vg.source DROP CONSTRAINT source_period_s_check;
ALTER TABLE vg.source ADD CONSTRAINT source_period_s_check CHECK (period_s BETWEEN 0 AND 31622400);
COMMENT ON COLUMN vg.source.period_s IS '0: never pulled on schedule, only when somebody asks';

-- one row a source of which people said something: freshness counts from there, and whoever writes an entry holds it
CREATE TABLE vg.register (
  source_id bigint PRIMARY KEY REFERENCES vg.source ON DELETE CASCADE,
  said_at   timestamptz NOT NULL,           -- when somebody last entered, changed, removed or confirmed something
  said_by   text NOT NULL
);

CREATE TABLE vg.entry (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  source_id  bigint NOT NULL REFERENCES vg.source ON DELETE CASCADE,
  key        text NOT NULL CHECK (octet_length(key) BETWEEN 1 AND 500),
  own_key    boolean NOT NULL,              -- it was typed; false: made of the fields
  perimeter  text NOT NULL DEFAULT '',      -- code; '': the source's own
  fields     jsonb NOT NULL CHECK (jsonb_typeof(fields) = 'object'), -- by name: texts as a reading takes them, lists of texts
  version    integer NOT NULL DEFAULT 1,    -- optimistic lock of the form
  entered_at timestamptz NOT NULL,
  entered_by text NOT NULL,
  changed_at timestamptz NOT NULL,
  changed_by text NOT NULL,
  UNIQUE (source_id, key)
);

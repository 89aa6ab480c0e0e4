-- What waits for a person reaches that person by e-mail: their address, how often they are written to, what they were told already, and the
-- message that could not be sent yet.

ALTER TABLE vg.app_user
  ADD COLUMN email    text CHECK (octet_length(email) <= 254 AND email ~ '^[A-Za-z0-9.!#$%&''*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]+$'),
  ADD COLUMN email_at timestamptz,         -- since when it is this one
  ADD COLUMN mail     text CHECK (mail IN ('never','daily','weekly')),
  ADD CHECK ((email IS NULL) = (email_at IS NULL));
COMMENT ON COLUMN vg.app_user.email IS 'NULL: no message is sent';
COMMENT ON COLUMN vg.app_user.mail IS 'how often; NULL: as vg.mail_default() says of the role';

CREATE FUNCTION vg.mail_default(role text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE role WHEN 'ciso' THEN 'weekly' WHEN 'administrator' THEN 'daily' WHEN 'operator' THEN 'daily' ELSE 'never' END
$$;

-- one row a person who was ever written to, held while their message is made and sent
CREATE TABLE vg.mail_state (
  user_id      bigint PRIMARY KEY REFERENCES vg.app_user ON DELETE CASCADE,
  settled_at   timestamptz,                -- when all that waited was told, or there was nothing to tell, for the last time
  failures     integer NOT NULL DEFAULT 0 CHECK (failures >= 0), -- since then, in a row
  failed_since timestamptz,                -- the first of them
  tried_at     timestamptz,                -- the last of them
  error        text NOT NULL DEFAULT ''    -- what the mail server said
);

-- what a person was told, and how far it had come then: so many days before its time, 0 from then on, -7 a week later
CREATE TABLE vg.mail_told (
  user_id bigint NOT NULL REFERENCES vg.app_user ON DELETE CASCADE,
  thing   text NOT NULL CHECK (octet_length(thing) BETWEEN 1 AND 2000),
  step    integer NOT NULL,
  told_at timestamptz NOT NULL,
  PRIMARY KEY (user_id, thing)
);

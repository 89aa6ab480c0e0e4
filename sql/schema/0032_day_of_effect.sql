-- A version of the policy takes effect when its day begins where the organisation is, as waivers, thresholds and statements do: from the
-- microsecond after that midnight, which is the last instant of the day before. Versions that are there keep their midnight UTC: what was
-- published under them stays.

-- The first instant of which a day's figures speak, in the organisation's zone. Where the clock is put back at midnight, the first of two.
CREATE FUNCTION vg.day_begins(d date) RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT min(n.at) + interval '1 microsecond'
  FROM (SELECT coalesce((SELECT s.value FROM vg.setting s WHERE s.key = 'zone'), 'UTC') AS name) z
  CROSS JOIN LATERAL (VALUES (d::timestamp AT TIME ZONE z.name), (d::timestamp AT TIME ZONE z.name - interval '1 hour')) n(at)
  WHERE (n.at AT TIME ZONE z.name)::date = d
$$;

ALTER TABLE vg.policy ADD COLUMN effective_at timestamptz;
UPDATE vg.policy SET effective_at = vg.day(effective_on);
ALTER TABLE vg.policy ALTER effective_at SET NOT NULL;

CREATE FUNCTION vg.policy_takes_effect() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' OR NEW.effective_on <> OLD.effective_on THEN NEW.effective_at := vg.day_begins(NEW.effective_on); END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER policy_takes_effect BEFORE INSERT OR UPDATE OF effective_on ON vg.policy
  FOR EACH ROW EXECUTE FUNCTION vg.policy_takes_effect();

CREATE OR REPLACE VIEW vg.policy_period WITH (security_invoker) AS
  SELECT p.code AS policy, tstzrange(p.effective_at, lead(p.effective_at) OVER (ORDER BY p.effective_on, p.code)) AS during
  FROM vg.policy p;

-- What indicators on accounts, badges, places and contracts share: versions of accounts, what a person's job allows, places under
-- their names, what was attested.

SET LOCAL check_function_bodies = off;

-- A fact with a date that each version of a state repeats (a last login, a last control): from its date, for as long as it lasts,
-- or until a version takes it back, telling an earlier date or none. `next_at` is what the next version tells.
CREATE FUNCTION vg.told(at timestamptz, lasts interval, next_at timestamptz, seen tstzrange) RETURNS tstzrange
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN at IS NULL THEN 'empty'
              ELSE vg.span(at, least(at + lasts, CASE WHEN next_at IS NULL OR next_at < at THEN upper(seen) END)) END
$$;

-- Versions of accounts, in the perimeter of their system. system: its subject where the inventory knows it. open: while the account
-- can be used; one whose closing is learnt later was closed at the date that the source gives. next_*: what the next version tells.
CREATE FUNCTION vg.account_version(known timestamptz)
RETURNS TABLE (perimeter_id bigint, subject text, label text, source_id bigint, system text, person text, type text, privileged boolean,
               mfa boolean, remote boolean, roles text[], created_at timestamptz, next_created_at timestamptz, last_login_at timestamptz,
               next_login_at timestamptz, seen tstzrange, open tstzrange) LANGUAGE sql STABLE PARALLEL SAFE AS $$
  WITH version AS (
    SELECT a.*, lead(a.disabled_at) OVER later AS next_disabled_at, lead(a.enabled) OVER later AS next_enabled,
           lead(a.created_at) OVER later AS next_created_at, lead(a.last_login_at) OVER later AS next_login_at
    FROM rec.account_known(known) a
    WINDOW later AS (PARTITION BY a.source_id, a.key ORDER BY a.recorded_at, a.id))
  SELECT coalesce(s.perimeter_id, v.perimeter_id), v.key, v.login || '@' || v.system, v.source_id, coalesce(s.subject, v.system), v.person,
         v.type, coalesce(v.privileged, false), v.mfa, coalesce(v.remote, false), v.roles, v.created_at, v.next_created_at,
         v.last_login_at, v.next_login_at, v.seen,
         CASE WHEN v.enabled
              THEN v.seen * vg.span('-infinity', least(v.disabled_at, CASE WHEN NOT v.next_enabled THEN v.next_disabled_at END))
              ELSE 'empty' END
  FROM version v
  LEFT JOIN vg.asset_alias s ON s.name = v.system AND s.seen_from = v.perimeter_id
$$;

-- When a person, under each of their mails, is here.
CREATE FUNCTION vg.person_here(known timestamptz) RETURNS TABLE (mail text, perimeter_id bigint, subject text, during tstzmultirange)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  WITH person AS (
    SELECT v.perimeter_id, v.subject, range_agg(v.active) AS during
    FROM vg.person_version(known) v GROUP BY v.perimeter_id, v.subject)
  SELECT s.mail, s.perimeter_id, s.subject, p.during FROM vg.person_alias s JOIN person p USING (perimeter_id, subject)
$$;

-- When the job that a person has allows them a privilege or a zone ('*': any), by the registers in force then.
CREATE FUNCTION vg.person_right(known timestamptz, what text) RETURNS TABLE (mail text, name text, during tstzmultirange)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  WITH allowed AS (
    SELECT r.job, r.name, range_agg(r.during) AS during FROM vg.profile_right() r WHERE r.what = $2 GROUP BY r.job, r.name),
  person AS (
    SELECT v.perimeter_id, v.subject, a.name, range_agg(tstzmultirange(v.active) * a.during) AS during
    FROM vg.person_version(known) v
    JOIN allowed a ON a.job = v.job
    GROUP BY v.perimeter_id, v.subject, a.name)
  SELECT s.mail, p.name, p.during FROM vg.person_alias s JOIN person p USING (perimeter_id, subject)
$$;

-- What persons attested, and for how long it holds: to the date given, else as long as the policy then says of that control; an
-- attestation of which neither says it proves nothing. passed: NULL where it passed without any evidence.
CREATE FUNCTION vg.attested(known timestamptz)
RETURNS TABLE (control text, perimeter_id bigint, subject text, passed boolean, share numeric, during tstzrange)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT a.control, a.perimeter_id, a.subject,
         CASE WHEN a.result <> 'passed' THEN false WHEN a.evidence <> '' THEN true END, a.share::numeric,
         vg.span(a.attested_at, least(coalesce(a.valid_until, a.attested_at + make_interval(days => c.days)), a.gone_at))
  FROM rec.attestation_known(known) a
  LEFT JOIN vg.control() c ON c.code = a.control AND c.during @> a.attested_at
  WHERE a.valid_until IS NOT NULL OR c.days IS NOT NULL
$$;

-- The perimeter of the place that a name stands for, seen from a perimeter: the nearest related one; a name that two places at equal
-- distance bear is nobody's.
CREATE FUNCTION vg.place_alias(known timestamptz) RETURNS TABLE (name text, seen_from bigint, perimeter_id bigint)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  WITH ranked AS (
    SELECT p.name, r.other_id AS seen_from, p.perimeter_id,
           rank() OVER (PARTITION BY p.name, r.other_id ORDER BY abs(r.distance)) AS place
    FROM (SELECT DISTINCT k.name, k.perimeter_id FROM rec.place_known(known) k) p
    JOIN vg.perimeter_related r ON r.perimeter_id = p.perimeter_id)
  SELECT r.name, r.seen_from, min(r.perimeter_id)
  FROM ranked r WHERE r.place = 1 GROUP BY r.name, r.seen_from HAVING count(*) = 1
$$;

-- What was attested of places on one control: while each holds, and until the next one about the same place.
CREATE FUNCTION vg.place_attested(known timestamptz, control text)
RETURNS TABLE (perimeter_id bigint, subject text, passed boolean, share numeric, attested_at timestamptz, during tstzrange)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  WITH said AS (
    SELECT p.perimeter_id, p.name, a.passed, a.share, a.during
    FROM vg.attested(known) a
    JOIN vg.place_alias(known) p ON p.name = a.subject AND p.seen_from = a.perimeter_id
    WHERE a.control = $2 AND NOT isempty(a.during)),
  ordered AS (
    SELECT s.*, lead(lower(s.during)) OVER (PARTITION BY s.perimeter_id, s.name ORDER BY lower(s.during), s.passed DESC NULLS LAST) AS next_at
    FROM said s)
  SELECT o.perimeter_id, o.name, o.passed, o.share, lower(o.during), o.during * vg.span('-infinity', o.next_at) FROM ordered o
$$;

-- code: privilege_justified
-- rules: 4.3
-- title_fr: Privilèges justifiés
-- title_en: Privileges justified
-- question_fr: Chaque privilège est-il de ceux que permet le métier de son titulaire ?
-- question_en: Is each privilege one that its holder’s job allows?
-- formula_fr: Comptes privilégiés dont chaque rôle est permis par le métier du titulaire, divisés par les comptes privilégiés.
-- formula_en: Privileged accounts whose every role is allowed by the holder’s job, divided by privileged accounts.
-- denominator_fr: Comptes privilégiés actifs, tant que la politique dit ce que chaque métier permet.
-- denominator_en: Enabled privileged accounts, while the policy says what each job allows.
-- form: ratio
-- family: A
-- boards: PO
-- direction: up
-- unit: %
-- empty: unknown
-- subject: account
-- kinds: account, person
-- by_name: person
-- records: account.key
-- deviation_fr: Rôles que le métier du titulaire ne permet pas : {detail}.
-- deviation_en: Roles that the holder’s job does not allow: {detail}.
-- nothing_fr: Compte privilégié sans rôle déclaré : seul un métier à qui tout est permis le justifierait.
-- nothing_en: Privileged account without a declared role: only a job that is allowed everything would justify it.
-- owner: ciso
-- collector: system_administrator
-- reviewer: leadership
-- reporting: ciso monthly, operator daily
-- frequency: daily
-- limits_fr: Compare des rôles déclarés à un tableau des métiers ; l’usage qui en est fait ne se voit pas. Une dérogation approuvée se lit
--   comme telle. Deux rôles sont le même quand leur nom l’est, aux majuscules près.
-- limits_en: Compares declared roles to a table of jobs; what is done with them does not show. An approved waiver shows as such. Two roles
--   are the same when their name is, whatever the capitals.
-- version: 2
WITH allowed AS MATERIALIZED (
  SELECT r.mail, lower(btrim(r.name)) AS name, range_agg(r.during) AS during
  FROM vg.person_right($1, 'privilege') r GROUP BY r.mail, lower(btrim(r.name))),
ruled AS (
  SELECT coalesce(range_agg(r.during), '{}') AS during FROM vg.profile_right() r WHERE r.what = 'privilege'),
need AS (
  SELECT v.perimeter_id, v.subject, v.label, v.source_id, v.open, btrim(n.role) AS role,
         tstzmultirange(v.open) - coalesce(a.during, '{}') - coalesce(x.during, '{}') AS bad
  FROM vg.account_version($1) v
  CROSS JOIN LATERAL unnest(CASE WHEN cardinality(v.roles) > 0 THEN v.roles ELSE '{*}' END) n(role)
  LEFT JOIN allowed a ON a.mail = v.person AND a.name = lower(btrim(n.role))
  LEFT JOIN allowed x ON x.mail = v.person AND x.name = '*'
  WHERE v.privileged AND NOT isempty(v.open) AND ($4::text[] IS NULL OR v.subject = ANY ($4)))
SELECT n.perimeter_id, n.subject, max(n.label) AS label, range_agg(n.open) * (SELECT r.during FROM ruled r) AS judged,
       '{(,)}'::tstzmultirange - range_agg(n.bad) AS conforming, '{}'::tstzmultirange AS pending, array_agg(DISTINCT n.source_id) AS sources,
       string_agg(DISTINCT n.role, ', ') FILTER (WHERE n.role <> '*' AND n.bad @> $1) AS detail
FROM need n
GROUP BY n.perimeter_id, n.subject;

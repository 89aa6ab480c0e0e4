-- code: badge_zone_justified
-- rules: 6.4
-- title_fr: Zones justifiées
-- title_en: Zones justified
-- question_fr: Chaque badge n’ouvre-t-il que les zones permises au métier de son titulaire ?
-- question_en: Does each badge open only the zones that its holder’s job allows?
-- formula_fr: Badges dont chaque zone est permise par le métier du titulaire, divisés par les badges actifs.
-- formula_en: Badges whose every zone is allowed by the holder’s job, divided by active badges.
-- denominator_fr: Badges actifs du registre, tant que la politique dit les zones que chaque métier permet.
-- denominator_en: Active badges of the register, while the policy says the zones that each job allows.
-- form: ratio
-- family: A
-- boards: PO
-- direction: up
-- unit: %
-- empty: unknown
-- subject: badge
-- kinds: badge, person
-- by_name: person
-- spoken: column
-- records: badge.number
-- deviation_fr: Zones que le métier du titulaire ne permet pas : {detail}.
-- deviation_en: Zones that the holder’s job does not allow: {detail}.
-- nothing_fr: Zones que le métier du titulaire ne permet pas.
-- nothing_en: Zones that the holder’s job does not allow.
-- owner: ciso
-- collector: manager
-- reviewer: leadership
-- reporting: ciso monthly, operator daily
-- frequency: daily
-- limits_fr: Un badge dont la source ne dit pas les zones est inconnu ; un badge qui n’en ouvre aucune est conforme.
--   Deux zones sont la même quand leur nom l’est, aux majuscules près.
-- limits_en: A badge whose source does not tell its zones is unknown; a badge that opens none conforms. Two zones
--   are the same when their name is, whatever the capitals.
-- version: 3
WITH allowed AS MATERIALIZED (
  SELECT r.mail, lower(btrim(r.name)) AS name, range_agg(r.during) AS during
  FROM vg.person_right($1, 'zone') r GROUP BY r.mail, lower(btrim(r.name))),
ruled AS (
  SELECT coalesce(range_agg(r.during), '{}') AS during FROM vg.profile_right() r WHERE r.what = 'zone'),
zone AS (
  SELECT b.perimeter_id, b.number, b.source_id, b.seen, b.zones IS NOT NULL AS told, btrim(z.name) AS name,
         CASE WHEN z.name IS NULL THEN CASE WHEN b.zones IS NULL THEN tstzmultirange(b.seen) ELSE '{}' END
              ELSE tstzmultirange(b.seen) - coalesce(a.during, '{}') - coalesce(x.during, '{}') END AS bad
  FROM rec.badge_known($1) b
  LEFT JOIN LATERAL unnest(b.zones) z(name) ON true
  LEFT JOIN allowed a ON a.mail = b.person AND a.name = lower(btrim(z.name))
  LEFT JOIN allowed x ON x.mail = b.person AND x.name = '*'
  WHERE b.active AND ($4::text[] IS NULL OR b.number = ANY ($4)))
SELECT z.perimeter_id, z.number AS subject, z.number AS label, range_agg(z.seen) * (SELECT r.during FROM ruled r) AS judged,
       '{(,)}'::tstzmultirange - range_agg(z.bad) AS conforming, '{}'::tstzmultirange AS pending,
       coalesce(range_agg(z.seen) FILTER (WHERE z.told), '{}') AS spoken,
       coalesce(array_agg(DISTINCT z.source_id) FILTER (WHERE z.told), '{}') AS sources,
       string_agg(DISTINCT z.name, ', ') FILTER (WHERE z.bad @> $1) AS detail
FROM zone z
GROUP BY z.perimeter_id, z.number;

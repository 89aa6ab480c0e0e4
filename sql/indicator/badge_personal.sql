-- code: badge_personal
-- rules: 6.2
-- title_fr: Badges personnels
-- title_en: Personal badges
-- question_fr: Chaque badge actif est-il le seul d’une personne présente ?
-- question_en: Is each active badge the only one of a person who is here?
-- formula_fr: Badges attribués à une personne présente qui n’en a pas d’autre, divisés par les badges actifs.
-- formula_en: Badges assigned to a person who is here and has no other, divided by active badges.
-- denominator_fr: Badges actifs du registre.
-- denominator_en: Active badges of the register.
-- form: ratio
-- family: A
-- boards: PO
-- direction: up
-- unit: %
-- empty: unknown
-- subject: badge
-- kinds: badge, person
-- by_name: person
-- records: badge.number
-- deviation_fr: Le titulaire n’est pas une personne présente, ou a un autre badge actif : {detail}.
-- deviation_en: The holder is not a person who is here, or has another active badge: {detail}.
-- nothing_fr: Badge actif sans titulaire.
-- nothing_en: Active badge without a holder.
-- owner: ciso
-- collector: manager
-- reviewer: leadership
-- reporting: ciso monthly, operator daily
-- frequency: daily
-- limits_fr: Un badge prêté ne se voit pas ici.
-- limits_en: A lent badge does not show here.
-- version: 2
WITH badge AS MATERIALIZED (
  SELECT b.perimeter_id, b.number, b.source_id, nullif(b.person, '') AS person, b.seen, p.perimeter_id AS home, p.subject
  FROM rec.badge_known($1) b
  LEFT JOIN vg.person_alias p ON p.mail = b.person
  WHERE b.active),
carried AS (
  SELECT b.home, b.subject, b.perimeter_id, b.number, range_agg(b.seen) AS during
  FROM badge b WHERE b.subject IS NOT NULL GROUP BY b.home, b.subject, b.perimeter_id, b.number),
change AS (
  SELECT c.home, c.subject, e.at, sum(e.step) AS step
  FROM carried c
  CROSS JOIN LATERAL unnest(c.during) r
  CROSS JOIN LATERAL (VALUES (lower(r), 1), (coalesce(upper(r), 'infinity'), -1)) e(at, step)
  GROUP BY c.home, c.subject, e.at),
level AS (
  SELECT c.home, c.subject, c.at, lead(c.at) OVER later AS next_at, sum(c.step) OVER later AS badges
  FROM change c
  WINDOW later AS (PARTITION BY c.home, c.subject ORDER BY c.at)),
crowded AS (
  SELECT l.home, l.subject, range_agg(tstzrange(l.at, nullif(l.next_at, 'infinity'))) AS during
  FROM level l WHERE l.badges > 1 GROUP BY l.home, l.subject),
disputed AS ( -- two sources give it to two persons
  SELECT c.perimeter_id, c.number, range_agg(c.during * o.during) AS during
  FROM carried c JOIN carried o USING (perimeter_id, number)
  WHERE (c.home, c.subject) < (o.home, o.subject)
  GROUP BY c.perimeter_id, c.number)
SELECT b.perimeter_id, b.number AS subject, b.number AS label, range_agg(b.seen) AS judged,
       '{(,)}'::tstzmultirange - range_agg(tstzmultirange(b.seen) - (coalesce(h.during, '{}') - coalesce(c.during, '{}')))
         - coalesce(d.during, '{}') AS conforming, '{}'::tstzmultirange AS pending, array_agg(DISTINCT b.source_id) AS sources,
       max(b.person) FILTER (WHERE upper_inf(b.seen)) AS detail
FROM badge b
LEFT JOIN vg.person_here($1) h ON h.mail = b.person
LEFT JOIN crowded c ON c.home = b.home AND c.subject = b.subject
LEFT JOIN disputed d ON d.perimeter_id = b.perimeter_id AND d.number = b.number
WHERE $4::text[] IS NULL OR b.number = ANY ($4)
GROUP BY b.perimeter_id, b.number, d.during;

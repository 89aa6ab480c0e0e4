-- code: leaver_accounts_closed
-- rules: 4.5
-- title_fr: Comptes des partants fermés
-- title_en: Accounts of leavers closed
-- question_fr: Tous les comptes des personnes parties ont-ils été fermés à temps ?
-- question_en: Were all accounts of those who left closed in time?
-- formula_fr: Personnes parties dont tous les comptes ont été fermés au plus tard le lendemain du départ, et le sont, divisées par les
--   départs des 12 derniers mois.
-- formula_en: Persons who left and whose accounts were all closed by the day after departure, and are, divided by the departures of the last
--   12 months.
-- denominator_fr: Personnes parties dans les 12 derniers mois. En attente jusqu’à la fin du lendemain du départ (UTC).
-- denominator_en: Persons who left in the last 12 months. Pending until the end of the day after departure (UTC).
-- form: ratio
-- family: A
-- boards: SPO
-- direction: up
-- unit: %
-- empty: not_applicable
-- subject: person
-- kinds: person, account
-- records: account.person
-- deviation_fr: Comptes encore ouverts : {detail}.
-- deviation_en: Accounts still open: {detail}.
-- nothing_fr: Des comptes sont restés ouverts après le départ.
-- nothing_en: Accounts stayed open after departure.
-- owner: system_administrator
-- collector: system_administrator
-- reviewer: ciso
-- reporting: leadership quarterly, ciso monthly, operator daily
-- frequency: on departure
-- limits_fr: Un compte que sa source ne rattache à personne échappe au contrôle. Qui disparaît du registre sans date de départ est
--   réputé parti ce jour-là. Une fermeture tardive ne rattrape pas l’écart : il se voit 12 mois.
-- limits_en: An account that its source ties to nobody escapes the check. Who disappears from the register without a date of departure
--   is taken to have left that day. A late closing does not mend the deviation: it shows for 12 months.
-- version: 2
WITH leaver AS (
  SELECT v.perimeter_id, v.subject, (array_agg(v.label ORDER BY lower(v.seen) DESC))[1] AS label,
         max(coalesce(v.left_at, date_trunc('day', upper(v.seen), 'UTC') + interval '1 day')) AS left_at
  FROM vg.person_version($1) v
  WHERE v.current AND ($4::text[] IS NULL OR v.subject = ANY ($4))
  GROUP BY v.perimeter_id, v.subject
  HAVING bool_and(v.left_at IS NOT NULL OR NOT upper_inf(v.seen))),
version AS (
  SELECT a.person, a.system, a.login, a.enabled, a.seen, a.disabled_at,
         lead(a.disabled_at) OVER later AS then_disabled_at, lead(a.enabled) OVER later AS then_enabled
  FROM rec.account_known($1) a
  WINDOW later AS (PARTITION BY a.source_id, a.key ORDER BY a.recorded_at, a.id)),
open AS (
  SELECT p.perimeter_id, p.subject, v.system, v.login,
         v.seen * vg.span('-infinity', least(v.disabled_at, CASE WHEN NOT v.then_enabled THEN v.then_disabled_at END)) AS during
  FROM version v
  JOIN vg.person_alias p ON p.mail = v.person
  WHERE v.enabled),
account AS (
  SELECT o.perimeter_id, o.subject, range_agg(o.during) AS open,
         string_agg(DISTINCT o.login || '@' || o.system, ', ') FILTER (WHERE NOT isempty(o.during) AND upper_inf(o.during)) AS detail
  FROM open o GROUP BY o.perimeter_id, o.subject)
SELECT l.perimeter_id, l.subject, l.label, tstzmultirange(tstzrange(l.left_at, l.left_at + interval '12 months')) AS judged,
       '{(,)}'::tstzmultirange - coalesce(a.open, '{}')
         - CASE WHEN a.open @> l.left_at + interval '1 day' THEN tstzmultirange(tstzrange(l.left_at + interval '1 day', NULL)) ELSE '{}' END AS conforming,
       tstzmultirange(tstzrange(l.left_at, l.left_at + interval '1 day')) AS pending, NULL::bigint[] AS sources, a.detail
FROM leaver l
LEFT JOIN account a USING (perimeter_id, subject);

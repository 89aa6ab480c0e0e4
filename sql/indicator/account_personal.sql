-- code: account_personal
-- rules: 4.2
-- title_fr: Comptes nominatifs
-- title_en: Accounts of one person
-- question_fr: Chaque compte appartient-il à une seule personne présente ?
-- question_en: Does each account belong to one person who is here?
-- formula_fr: Comptes rattachés à une seule personne présente et non partagés, divisés par les comptes à rattacher.
-- formula_en: Accounts tied to one person who is here and not shared, divided by the accounts to be tied.
-- denominator_fr: Comptes actifs, hors comptes techniques de service dont le responsable nommé est une personne présente.
-- denominator_en: Enabled accounts, but for technical service accounts whose named owner is a person who is here.
-- form: ratio
-- family: A
-- boards: SPO
-- direction: up
-- unit: %
-- empty: unknown
-- subject: account
-- kinds: account, person
-- by_name: person
-- records: account.key
-- deviation_fr: Compte partagé, ou rattaché à une personne qui n’est pas présente : {detail}.
-- deviation_en: Account shared, or tied to a person who is not here: {detail}.
-- nothing_fr: Compte rattaché à personne.
-- nothing_en: Account tied to nobody.
-- owner: system_administrator
-- collector: system_administrator
-- reviewer: ciso
-- reporting: leadership quarterly, ciso monthly, operator daily
-- frequency: daily
-- limits_fr: Un mot de passe prêté ne se voit pas ici. Le rattachement est celui que donne la source.
-- limits_en: A lent password does not show here. Accounts are tied to persons as the source says.
-- version: 2
WITH version AS MATERIALIZED (
  SELECT v.perimeter_id, v.subject, v.label, v.source_id, nullif(v.person, '') AS person, v.seen, v.open,
         CASE WHEN v.type = 'service' THEN v.open - coalesce(h.during, '{}') ELSE v.open END AS judged,
         v.open - CASE WHEN v.type IN ('service', 'shared') THEN '{}' ELSE coalesce(h.during, '{}') END AS bad,
         CASE WHEN v.type NOT IN ('service', 'shared') THEN h.perimeter_id END AS home, h.subject AS holder
  FROM (SELECT a.perimeter_id, a.subject, a.label, a.source_id, a.person, a.type, a.seen, tstzmultirange(a.open) AS open
        FROM vg.account_version($1) a
        WHERE NOT isempty(a.open) AND ($4::text[] IS NULL OR a.subject = ANY ($4))) v
  LEFT JOIN vg.person_here($1) h ON h.mail = v.person),
tied AS (
  SELECT v.perimeter_id, v.subject, v.home, v.holder, range_agg(v.open) AS during
  FROM version v WHERE v.home IS NOT NULL GROUP BY v.perimeter_id, v.subject, v.home, v.holder),
disputed AS ( -- two sources tie it to two persons
  SELECT t.perimeter_id, t.subject, range_agg(t.during * o.during) AS during
  FROM tied t JOIN tied o USING (perimeter_id, subject)
  WHERE (t.home, t.holder) < (o.home, o.holder)
  GROUP BY t.perimeter_id, t.subject)
SELECT v.perimeter_id, v.subject, max(v.label) AS label, range_agg(v.judged) AS judged,
       '{(,)}'::tstzmultirange - range_agg(v.bad) - coalesce(d.during, '{}') AS conforming, '{}'::tstzmultirange AS pending,
       array_agg(DISTINCT v.source_id) AS sources, max(v.person) FILTER (WHERE upper_inf(v.seen)) AS detail
FROM version v
LEFT JOIN disputed d USING (perimeter_id, subject)
GROUP BY v.perimeter_id, v.subject, d.during
HAVING NOT isempty(range_agg(v.judged));

-- code: desk_round
-- rules: 6.5
-- title_fr: Rondes de bureaux rangés
-- title_en: Clean-desk rounds
-- question_fr: Les bureaux sont-ils trouvés rangés et les postes verrouillés ?
-- question_en: Are desks found clear and workstations locked?
-- formula_fr: Moyenne des parts de bureaux conformes relevées par les rondes des 6 derniers mois.
-- formula_en: Mean of the shares of conforming desks found by the rounds of the last 6 months.
-- denominator_fr: Rondes du contrôle « bureau rangé » des 6 derniers mois qui donnent une part conforme, une par lieu et par date.
-- denominator_en: Rounds of the clean-desk control of the last 6 months that give a conforming share, one a place and date.
-- form: statistic
-- statistic: mean
-- family: E
-- boards: P
-- direction: up
-- unit: %
-- empty: unknown
-- subject: place
-- kinds: place
-- optional: attestation
-- records: attestation.subject
-- deviation_fr: Part de bureaux conformes relevée par une ronde.
-- deviation_en: Share of conforming desks found by a round.
-- owner: ciso
-- collector: manager
-- reviewer: leadership
-- reporting: ciso monthly
-- frequency: every 6 months
-- limits_fr: Chaque ronde pèse autant, quel que soit le nombre de bureaux vus. Une ronde annoncée ne montre pas l’ordinaire. Sans lieu
--   connu, la ronde compte pour le périmètre de sa déclaration. De deux relevés d’un même jour, le moins bon compte.
-- limits_en: Each round weighs the same, however many desks were seen. An announced round does not show ordinary days. Without a known
--   place, the round counts for the perimeter of its attestation. Of two readings of one day, the worse counts.
-- version: 2
WITH told AS (
  SELECT coalesce(p.perimeter_id, a.perimeter_id) AS perimeter_id, a.subject, a.share, a.during,
         to_char(lower(a.during) AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS date
  FROM vg.attested($1) a
  LEFT JOIN vg.place_alias($1) p ON p.name = a.subject AND p.seen_from = a.perimeter_id
  WHERE a.control = 'clean_desk' AND a.share IS NOT NULL AND NOT isempty(a.during) AND ($4::text[] IS NULL OR a.subject = ANY ($4)))
SELECT t.perimeter_id, t.subject, t.subject || ', ' || t.date AS label, round(min(t.share) / 100, 6) AS value,
       range_merge(range_agg(t.during)) * tstzrange(NULL, min(lower(t.during)) + interval '6 months') AS during, NULL::text AS detail
FROM told t
GROUP BY t.perimeter_id, t.subject, t.date;

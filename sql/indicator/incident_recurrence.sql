-- code: incident_recurrence
-- rules: 13.4
-- title_fr: Récidive des incidents
-- title_en: Incidents that recur
-- question_fr: Quelle part des incidents de l’année a la même cause, sur le même système, qu’un incident antérieur ?
-- question_en: What share of the year’s incidents has the same cause, on the same system, as an earlier one?
-- formula_fr: Incidents des 12 derniers mois qui ont la cause et le système d’un incident antérieur, divisés par les incidents de
--   sécurité des 12 derniers mois.
-- formula_en: Incidents of the last 12 months that share cause and system with an earlier incident, divided by the security incidents
--   of the last 12 months.
-- denominator_fr: Incidents de sécurité des 12 derniers mois, comptés depuis leur détection, sinon leur survenue.
-- denominator_en: Security incidents of the last 12 months, counted from their detection, else their occurrence.
-- form: statistic
-- statistic: mean
-- family: E
-- boards: P
-- direction: down
-- unit: %
-- empty: not_applicable
-- subject: incident
-- kinds: incident
-- records: incident.key
-- deviation_fr: Cause : {detail}.
-- deviation_en: Cause: {detail}.
-- nothing_fr: Cause ou système non renseigné.
-- nothing_en: Cause or system not told.
-- owner: ciso
-- collector: ciso
-- reviewer: leadership
-- reporting: ciso monthly
-- frequency: quarterly
-- limits_fr: Un incident dont la cause ou le système n’est pas renseigné compte dans le total et ne peut pas être reconnu comme une
--   récidive : un registre mal rempli embellit le chiffre. Deux causes sont la même quand leur texte l’est, aux majuscules près.
--   Une référence que deux registres tiennent compte deux fois dans le total, sans être sa propre récidive.
-- limits_en: An incident whose cause or system is not told counts in the total and cannot be recognised as recurring: a register badly
--   kept makes the figure look better. Two causes are the same when their text is, whatever the capitals. A reference that two
--   registers keep counts twice in the total, and does not recur by itself.
-- version: 4
WITH incident AS (
  SELECT coalesce(s.perimeter_id, i.perimeter_id) AS perimeter_id, i.key || CASE WHEN l.key IS NULL THEN '' ELSE ' #' || i.source_id END AS subject,
         i.key, i.key || ', ' || i.title AS label, coalesce(s.subject, nullif(i.asset, '')) AS asset, nullif(lower(btrim(i.cause)), '') AS cause,
         coalesce(i.detected_at, i.occurred_at) AS began_at, i.gone_at
  FROM rec.incident_known($1) i
  LEFT JOIN rec.incident_later() l ON l.source_id = i.source_id AND l.key = i.key
  LEFT JOIN vg.asset_alias s ON s.name = i.asset AND s.seen_from = i.perimeter_id
  WHERE i.security),
begun AS ( -- of one key, whoever registers it: when the first of them says
  SELECT i.perimeter_id, i.subject, i.key, i.label, i.asset, i.cause, i.began_at, i.gone_at,
         coalesce(min(i.began_at) FILTER (WHERE i.gone_at IS NULL) OVER (PARTITION BY i.perimeter_id, i.asset, i.cause, i.key), i.began_at) AS first_at
  FROM incident i),
ordered AS (
  SELECT b.perimeter_id, b.subject, b.label, b.cause, b.began_at, b.gone_at, b.asset IS NOT NULL AND b.cause IS NOT NULL AS told,
         count(*) FILTER (WHERE b.gone_at IS NULL) OVER (PARTITION BY b.perimeter_id, b.asset, b.cause ORDER BY b.first_at, b.key
                                                         GROUPS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS earlier
  FROM begun b)
SELECT i.perimeter_id, i.subject, i.label, CASE WHEN i.told AND i.earlier > 0 THEN 1 ELSE 0 END::numeric AS value,
       vg.span(i.began_at, least(i.began_at + interval '12 months', i.gone_at)) AS during, CASE WHEN i.told THEN i.cause END AS detail
FROM ordered i
WHERE (i.gone_at IS NULL OR i.gone_at > i.began_at) AND ($4::text[] IS NULL OR i.subject = ANY ($4));

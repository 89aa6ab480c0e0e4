-- code: feed_alive
-- rules: 11.13
-- title_fr: Flux de veille relevés
-- title_en: Watch feeds alive
-- question_fr: Chaque flux de veille auquel on est abonné est-il relevé tous les jours ?
-- question_en: Is each feed of the watch that is subscribed to read every day?
-- formula_fr: Sources d’avis relevées avec succès dans les 24 dernières heures, divisées par les sources d’avis actives.
-- formula_en: Sources of advisories read with success in the last 24 hours, divided by the enabled sources of advisories.
-- denominator_fr: Sources actives qui donnent des avis, depuis leur création ; une source a 24 heures pour sa première lecture.
-- denominator_en: Enabled sources that give advisories, since they were made; a source has 24 hours for its first reading.
-- form: ratio
-- family: A
-- boards: O
-- direction: up
-- unit: %
-- empty: unknown
-- subject: source
-- kinds:
-- records: none
-- deviation_fr: Dernière lecture réussie : {detail}.
-- deviation_en: Last good reading: {detail}.
-- nothing_fr: Jamais relevé.
-- nothing_en: Never read.
-- owner: ciso
-- collector: ciso
-- reviewer: leadership
-- reporting: operator daily
-- frequency: continuous
-- limits_fr: Ici le silence est l’écart lui-même, et non une inconnue. Un flux relevé peut ne rien publier : voir la veille par sujet. Une
--   source désactivée sort de l’indicateur, passé compris.
-- limits_en: Here silence is the deviation itself, not something unknown. A feed that is read may publish nothing: see the watch by
--   topic. A source that is switched off leaves the indicator, its past included.
-- version: 1
WITH feed AS (
  SELECT s.id, s.code, s.name, s.perimeter_id, s.created_at
  FROM vg.source s
  JOIN vg.source_kind k ON k.source_id = s.id AND k.kind = 'advisory'
  WHERE s.enabled AND ($4::text[] IS NULL OR s.code = ANY ($4))),
reading AS (
  SELECT f.id, min(p.read_at) AS first_at, max(p.read_at) AS last_at,
         range_agg(tstzrange(p.read_at, p.read_at + interval '24 hours')) AS alive
  FROM feed f
  JOIN vg.pull p ON p.source_id = f.id AND p.status = 'ok' AND p.read_at <= $1
  GROUP BY f.id)
SELECT f.perimeter_id, f.code AS subject, f.name AS label, tstzmultirange(tstzrange(least(f.created_at, r.first_at), NULL)) AS judged,
       coalesce(r.alive, '{}') AS conforming,
       tstzmultirange(vg.span(f.created_at, least(f.created_at + interval '24 hours', r.first_at))) AS pending, NULL::bigint[] AS sources,
       vg.instant(r.last_at) AS detail
FROM feed f
LEFT JOIN reading r USING (id)
WHERE least(f.created_at, r.first_at) <= $1;

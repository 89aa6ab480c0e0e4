-- code: document_current
-- rules: 5.1
-- title_fr: Documents à jour
-- title_en: Documents up to date
-- question_fr: Chaque document en vigueur a-t-il été revu dans le délai qui est le sien ?
-- question_en: Was each document in force reviewed within its own period?
-- formula_fr: Documents revus depuis moins longtemps que leur période de revue, divisés par les documents en vigueur.
-- formula_en: Documents reviewed within their review period, divided by documents in force.
-- denominator_fr: Documents du registre, en vigueur.
-- denominator_en: Documents of the register, in force.
-- form: ratio
-- family: A
-- boards: PO
-- direction: up
-- unit: %
-- empty: unknown
-- subject: document
-- kinds: document
-- records: document.reference
-- deviation_fr: Dernière revue ou approbation : {detail}.
-- deviation_en: Last review or approval: {detail}.
-- nothing_fr: Jamais revu ni approuvé.
-- nothing_en: Never reviewed nor approved.
-- owner: ciso
-- collector: ciso
-- reviewer: leadership
-- reporting: ciso monthly, operator daily
-- frequency: daily
-- limits_fr: Sans période propre, un document se revoit tous les 365 jours. L’approbation d’un document vaut revue. Dit que la revue a eu
--   lieu, pas que le texte est juste.
-- limits_en: Without a period of its own, a document is reviewed every 365 days. The approval of a document counts as a review. Says
--   that the review was made, not that the text is right.
-- version: 2
WITH told AS (
  SELECT d.*, greatest(d.reviewed_at, d.approved_at) AS checked_at, make_interval(days => coalesce(d.review_days, 365)::int) AS lasts
  FROM rec.document_known($1) d),
version AS (
  SELECT t.perimeter_id, t.reference, t.title, t.status, t.source_id, t.seen, t.checked_at, t.lasts,
         lead(t.checked_at) OVER later AS next_at, lead(t.lasts) OVER later AS next_lasts
  FROM told t
  WINDOW later AS (PARTITION BY t.source_id, t.key ORDER BY t.recorded_at, t.id)),
said AS (
  SELECT v.perimeter_id, v.reference, v.title, v.source_id, v.seen, v.checked_at,
         CASE WHEN v.checked_at IS NULL THEN tstzmultirange(v.seen)
              ELSE tstzmultirange(v.seen) - tstzmultirange(vg.span(v.checked_at, v.checked_at + v.lasts)) END
         - CASE WHEN v.next_at > coalesce(v.checked_at, '-infinity') -- a review that is learnt later
                THEN tstzmultirange(vg.span(v.next_at, v.next_at + v.next_lasts)) ELSE '{}' END AS late
  FROM version v
  WHERE v.status = 'in_force' AND ($4::text[] IS NULL OR v.reference = ANY ($4)))
SELECT s.perimeter_id, s.reference AS subject, (array_agg(s.reference || ', ' || s.title ORDER BY lower(s.seen) DESC))[1] AS label,
       range_agg(s.seen) AS judged, '{(,)}'::tstzmultirange - range_agg(s.late) AS conforming, '{}'::tstzmultirange AS pending,
       array_agg(DISTINCT s.source_id) AS sources, vg.instant(min(s.checked_at) FILTER (WHERE upper_inf(s.seen))) AS detail
FROM said s
GROUP BY s.perimeter_id, s.reference;

-- code: finding_closed_on_time
-- rules: 15.5
-- title_fr: Constats d’audit clos à temps
-- title_en: Audit findings closed on time
-- question_fr: Les constats d’audit sont-ils clos à leur échéance, preuve à l’appui ?
-- question_en: Are audit findings closed by their due date, with proof?
-- formula_fr: Constats clos avec preuve au plus tard le jour de leur échéance, divisés par les constats échus dans les 12 derniers mois.
-- formula_en: Findings closed with proof by the day they are due, divided by the findings that fell due in the last 12 months.
-- denominator_fr: Constats d’audit échus dans les 12 derniers mois ; un constat échoit quand son jour est fini (UTC).
-- denominator_en: Audit findings that fell due in the last 12 months; a finding falls due when its day is over (UTC).
-- form: ratio
-- family: E
-- boards: SPO
-- direction: up
-- unit: %
-- empty: not_applicable
-- subject: finding
-- kinds: finding
-- records: finding.key
-- deviation_fr: Clos trop tard ou sans preuve, le {detail}.
-- deviation_en: Closed too late or without proof, on {detail}.
-- nothing_fr: Échu et pas clos.
-- nothing_en: Due and not closed.
-- owner: ciso
-- collector: ciso
-- reviewer: leadership
-- reporting: leadership quarterly, ciso monthly, operator daily
-- frequency: monthly
-- limits_fr: La preuve est une référence : sa valeur se juge à la lecture. Un constat clos en retard reste en écart 12 mois.
-- limits_en: The proof is a reference: its worth is judged by reading it. A finding closed late stays in deviation for 12 months.
-- version: 2
WITH finding AS (
  SELECT f.perimeter_id, f.key || CASE WHEN l.key IS NULL THEN '' ELSE ' #' || f.source_id END AS subject,
         f.key || ', ' || f.title AS label, vg.day(f.due_on + 1) AS due_at, f.due_on, f.closed_on, nullif(btrim(f.proof), '') AS proof,
         f.gone_at, f.source_id
  FROM rec.finding_known($1) f
  LEFT JOIN rec.finding_later() l ON l.source_id = f.source_id AND l.key = f.key)
SELECT f.perimeter_id, f.subject, f.label, tstzmultirange(vg.span(f.due_at, least(f.due_at + interval '12 months', f.gone_at))) AS judged,
       CASE WHEN f.closed_on <= f.due_on AND f.proof IS NOT NULL THEN '{(,)}' ELSE '{}' END::tstzmultirange AS conforming,
       '{}'::tstzmultirange AS pending, ARRAY[f.source_id] AS sources, vg.instant(vg.day(f.closed_on)) AS detail
FROM finding f
WHERE $4::text[] IS NULL OR f.subject = ANY ($4);

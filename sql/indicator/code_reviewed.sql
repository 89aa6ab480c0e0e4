-- code: code_reviewed
-- rules: 11.19
-- title_fr: Code relu
-- title_en: Code reviewed
-- question_fr: Chaque modification du code a-t-elle été relue par quelqu’un d’autre que son auteur ?
-- question_en: Was each change of code read over by someone other than its author?
-- formula_fr: Modifications approuvées par une autre personne que l’auteur, divisées par les modifications fusionnées dans les 30 derniers
--   jours.
-- formula_en: Changes approved by someone other than the author, divided by the changes merged in the last 30 days.
-- denominator_fr: Modifications fusionnées dans les 30 derniers jours, dans les dépôts relevés.
-- denominator_en: Changes merged in the last 30 days, in the repositories that are read.
-- form: ratio
-- family: A
-- boards: PO
-- direction: up
-- unit: %
-- empty: not_applicable
-- subject: change
-- kinds: change
-- records: change.key
-- deviation_fr: Fusionnée sans relecture, par {detail}.
-- deviation_en: Merged without review, by {detail}.
-- owner: developer
-- collector: developer
-- reviewer: ciso
-- reporting: ciso monthly, operator daily
-- frequency: daily
-- limits_fr: Ne voit que ce qui passe par une demande de fusion : un envoi direct sur la branche principale n’y est pas si la source ne le
--   montre pas. Dit qu’il y a eu approbation, pas que la relecture était attentive. Une modification que la source ne montre plus reste
--   comptée : elle a été fusionnée.
-- limits_en: Only sees what goes through a merge request: a direct push to the main branch is not in it if the source does not show it.
--   Says that there was an approval, not that the review was careful. A change that the source no longer shows still counts: it was
--   merged.
-- version: 2
WITH change AS (
  SELECT c.perimeter_id, c.key || CASE WHEN l.key IS NULL THEN '' ELSE ' #' || c.source_id END AS subject,
         c.repository || ' ' || c.number || coalesce(', ' || nullif(c.title, ''), '') AS label, c.author, c.approvers, c.merged_at, c.source_id
  FROM rec.change_known($1) c
  LEFT JOIN rec.change_later() l ON l.source_id = c.source_id AND l.key = c.key)
SELECT c.perimeter_id, c.subject, c.label, tstzmultirange(tstzrange(c.merged_at, c.merged_at + interval '30 days')) AS judged,
       CASE WHEN EXISTS (SELECT FROM unnest(c.approvers) x WHERE btrim(x) <> '' AND lower(btrim(x)) <> lower(btrim(c.author)))
            THEN '{(,)}' ELSE '{}' END::tstzmultirange AS conforming,
       '{}'::tstzmultirange AS pending, ARRAY[c.source_id] AS sources, c.author AS detail
FROM change c
WHERE $4::text[] IS NULL OR c.subject = ANY ($4);

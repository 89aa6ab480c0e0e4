-- code: board_published
-- rules: 15.2
-- title_fr: Tableaux publiés à temps
-- title_en: Boards published on time
-- question_fr: Les tableaux stratégique et de pilotage sont-ils publiés quand ils sont attendus ?
-- question_en: Are the strategic and steering boards published when they are due?
-- formula_fr: Publications faites au plus tard le jour attendu, divisées par les publications attendues des 12 derniers mois.
-- formula_en: Publications made by the day they were due, divided by the publications due in the last 12 months.
-- denominator_fr: Publications du registre échues dans les 12 derniers mois, et chaque trimestre (tableau stratégique) ou mois (tableau de
--   pilotage) sans aucune publication au registre depuis la première du même tableau (UTC).
-- denominator_en: Publications of the register that fell due in the last 12 months, and each quarter (strategic board) or month (steering
--   board) without any publication in the register since the first one of the same board (UTC).
-- form: ratio
-- family: A
-- boards: P
-- direction: up
-- unit: %
-- empty: unknown
-- subject: publication
-- kinds: publication
-- records: publication.key
-- deviation_fr: Publié en retard, le {detail}.
-- deviation_en: Published late, on {detail}.
-- nothing_fr: Pas publié.
-- nothing_en: Not published.
-- owner: ciso
-- collector: ciso
-- reviewer: leadership
-- reporting: ciso monthly
-- frequency: monthly
-- limits_fr: Dit que le tableau a été publié, pas qu’il a été lu. Le registre fixe le jour attendu ; une période sans ligne au registre est
--   un manque dès qu’elle est finie.
-- limits_en: Says that the board was published, not that it was read. The register sets the day due; a period without a line in the
--   register is missing as soon as it is over.
-- version: 2
WITH publication AS (
  SELECT p.perimeter_id, p.board, p.key || CASE WHEN l.key IS NULL THEN '' ELSE ' #' || p.source_id END AS subject,
         p.due_on, p.published_at, p.gone_at, p.source_id,
         date_trunc(CASE p.board WHEN 'strategic' THEN 'quarter' ELSE 'month' END, vg.day(p.due_on), 'UTC') AS slot
  FROM rec.publication_known($1) p
  LEFT JOIN rec.publication_later() l ON l.source_id = p.source_id AND l.key = p.key),
slot AS (
  SELECT b.perimeter_id, b.board, s AS slot, s + b.step AS over_at, to_char(s AT TIME ZONE 'UTC', 'YYYY-MM') AS name
  FROM (SELECT p.perimeter_id, p.board, min(p.slot) AS first_at,
               CASE p.board WHEN 'strategic' THEN interval '3 months' ELSE interval '1 month' END AS step
        FROM publication p GROUP BY p.perimeter_id, p.board) b
  CROSS JOIN LATERAL generate_series(b.first_at, $1, b.step) s),
told AS (
  SELECT p.perimeter_id, p.board, p.slot, bool_and(p.gone_at IS NOT NULL) AS gone, max(p.gone_at) AS gone_at
  FROM publication p GROUP BY p.perimeter_id, p.board, p.slot),
due AS (
  SELECT p.perimeter_id, p.subject, p.board || ', ' || p.due_on AS label, vg.day(p.due_on + 1) AS since, vg.day(p.due_on + 1) AS due_at,
         p.gone_at, p.published_at, ARRAY[p.source_id] AS sources
  FROM publication p
  UNION ALL
  SELECT s.perimeter_id, -- a line of the register may bear the name of the period: no source is number 0
         s.board || ' ' || s.name
           || CASE WHEN (s.perimeter_id, s.board || ' ' || s.name) IN (SELECT p.perimeter_id, p.subject FROM publication p) THEN ' #0' ELSE '' END,
         s.board || ', ' || s.name, greatest(s.over_at, t.gone_at), s.over_at, NULL, NULL, NULL
  FROM slot s
  LEFT JOIN told t USING (perimeter_id, board, slot)
  WHERE s.over_at <= $1 AND t.gone IS NOT FALSE)
SELECT d.perimeter_id, d.subject, d.label, tstzmultirange(vg.span(d.since, least(d.due_at + interval '12 months', d.gone_at))) AS judged,
       CASE WHEN d.published_at < d.due_at THEN '{(,)}' ELSE '{}' END::tstzmultirange AS conforming, '{}'::tstzmultirange AS pending,
       d.sources, vg.instant(d.published_at) AS detail
FROM due d
WHERE $4::text[] IS NULL OR d.subject = ANY ($4);

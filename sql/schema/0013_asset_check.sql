-- What tools that check the configuration of assets say: each check until the next one of the same.
-- Bodies that read rec.* are checked when they are first used: the kinds' tables come after this file.

SET LOCAL check_function_bodies = off;

-- One check of the configuration, of the assets wanted (NULL: all). good: while the last one passed, for good_for at most, and while its
-- source shows it; of two at the same instant the failed one counts. last_shown: the last one that its source still shows.
CREATE FUNCTION vg.hardening_checked(known timestamptz, what text, good_for interval, wanted text[])
RETURNS TABLE (perimeter_id bigint, subject text, sources bigint[], good tstzmultirange, last_at timestamptz, last_shown timestamptz)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  WITH trial AS (
    SELECT s.perimeter_id, s.subject, h.source_id, h.result = 'passed' AS passed, h.checked_at, h.gone_at,
           vg.span(h.checked_at, least(h.gone_at, h.checked_at + good_for, lead(h.checked_at) OVER later)) AS during
    FROM rec.hardening_known(known) h
    JOIN vg.asset_alias s ON s.name = h.asset AND s.seen_from = h.perimeter_id
    WHERE h."check" = what AND (wanted IS NULL OR s.subject = ANY (wanted))
    WINDOW later AS (PARTITION BY s.perimeter_id, s.subject ORDER BY h.checked_at, h.result = 'passed' DESC, h.id))
  SELECT t.perimeter_id, t.subject, array_agg(DISTINCT t.source_id), range_agg(t.during) FILTER (WHERE t.passed), max(t.checked_at),
         max(t.checked_at) FILTER (WHERE t.gone_at IS NULL)
  FROM trial t GROUP BY t.perimeter_id, t.subject
$$;

-- What tools that check assets say: checks of hardening, each until the next one of the same, and the names that tools bear witness of.
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

-- Names borne by dated facts: a fact shows its name for 30 days. Facts are first brought together in blocks of 30 days, within which they
-- always touch. As in 0011, and what checks, tests and scans of assets name is seen as well.
CREATE OR REPLACE FUNCTION vg.name_shown(known timestamptz)
RETURNS TABLE (kind text, name text, perimeter_id bigint, source_id bigint, during tstzmultirange) LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT 'backup', p.asset, p.perimeter_id, p.source_id, range_agg(tstzrange(p.first_at, p.last_at + interval '30 days'))
  FROM (SELECT b.asset, b.perimeter_id, b.source_id, min(b.finished_at) AS first_at, max(b.finished_at) AS last_at
        FROM rec.backup_known(known) b
        WHERE b.asset <> ''
        GROUP BY b.asset, b.perimeter_id, b.source_id, date_bin('30 days', b.finished_at, '2000-01-01 00:00+00')) p
  GROUP BY p.asset, p.perimeter_id, p.source_id
  UNION ALL
  SELECT 'alert', p.asset, p.perimeter_id, p.source_id, range_agg(tstzrange(p.first_at, p.last_at + interval '30 days'))
  FROM (SELECT a.asset, a.perimeter_id, a.source_id, min(a.raised_at) AS first_at, max(a.raised_at) AS last_at
        FROM rec.alert_known(known) a
        WHERE a.asset <> ''
        GROUP BY a.asset, a.perimeter_id, a.source_id, date_bin('30 days', a.raised_at, '2000-01-01 00:00+00')) p
  GROUP BY p.asset, p.perimeter_id, p.source_id
  UNION ALL
  SELECT 'availability', p.asset, p.perimeter_id, p.source_id, range_agg(tstzrange(vg.day(p.first_on), vg.day(p.last_on + 30)))
  FROM (SELECT y.asset, y.perimeter_id, y.source_id, min(y.day) AS first_on, max(y.day) AS last_on
        FROM rec.availability_known(known) y
        WHERE y.asset <> ''
        GROUP BY y.asset, y.perimeter_id, y.source_id, (y.day - '0001-01-01'::date) / 30) p
  GROUP BY p.asset, p.perimeter_id, p.source_id
  UNION ALL
  SELECT p.kind, p.asset, p.perimeter_id, p.source_id, range_agg(tstzrange(p.first_at, p.last_at + interval '30 days'))
  FROM (SELECT f.kind, f.asset, f.perimeter_id, f.source_id, min(f.at) AS first_at, max(f.at) AS last_at
        FROM (SELECT 'hardening' AS kind, h.asset, h.perimeter_id, h.source_id, h.checked_at AS at FROM rec.hardening_known(known) h
              UNION ALL SELECT 'tls', t.asset, t.perimeter_id, t.source_id, t.tested_at FROM rec.tls_known(known) t
              UNION ALL SELECT 'vulnerability', v.asset, v.perimeter_id, v.source_id, v.found_at FROM rec.vulnerability_known(known) v) f
        WHERE f.asset <> ''
        GROUP BY f.kind, f.asset, f.perimeter_id, f.source_id, date_bin('30 days', f.at, '2000-01-01 00:00+00')) p
  GROUP BY p.kind, p.asset, p.perimeter_id, p.source_id
$$;

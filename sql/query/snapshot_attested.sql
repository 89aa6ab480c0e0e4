-- snapshot_attested: each thing to attest in all perimeters, in each period in which it is asked, with all that was ever attested of it, the last
--   first: from when to when that was known, and until when it says that it holds; the same as attestation_due has
-- $1 bigint most rows
-- role: vigie_web
WITH asked AS MATERIALIZED (
  SELECT c.code, c.subject, c.days, c.during FROM vg.control() c),
control AS (
  SELECT c.code, c.subject AS about, c.during, (SELECT min(lower(o.during)) FROM asked o WHERE o.code = c.code) AS since FROM asked c),
place AS (
  SELECT k.perimeter_id, k.type, k.name, range_agg(tstzrange(k.recorded_at, k.superseded_at)) AS during
  FROM (SELECT perimeter_id, type, name, in_use, recorded_at, NULL::timestamptz AS superseded_at FROM rec.place
        UNION ALL SELECT perimeter_id, type, name, in_use, recorded_at, superseded_at FROM rec.place_history) k
  WHERE k.in_use GROUP BY k.perimeter_id, k.type, k.name),
platform AS (
  SELECT k.perimeter_id, range_agg(tstzrange(k.recorded_at, k.superseded_at)) AS during
  FROM (SELECT perimeter_id, client, status, recorded_at, NULL::timestamptz AS superseded_at FROM rec.asset
        UNION ALL SELECT perimeter_id, client, status, recorded_at, superseded_at FROM rec.asset_history) k
  WHERE k.client <> '' AND k.status = 'in_service' GROUP BY k.perimeter_id),
thing AS (
  SELECT c.code, p.perimeter_id, p.name AS subject, p.during * tstzmultirange(c.during) AS during, greatest(c.since, lower(p.during)) AS since
  FROM control c JOIN place p ON p.type = c.about
  UNION ALL
  SELECT c.code, f.perimeter_id, q.code, f.during * tstzmultirange(c.during), greatest(c.since, lower(f.during))
  FROM control c CROSS JOIN platform f JOIN vg.perimeter q ON q.id = f.perimeter_id WHERE c.about = 'perimeter'),
period AS (
  SELECT row_number() OVER () AS id, t.code, t.perimeter_id, t.subject, t.since, lower(x) AS from_at, upper(x) AS to_at
  FROM thing t CROSS JOIN LATERAL unnest(t.during) x),
version AS (
  SELECT k.control, k.perimeter_id, k.subject, k.attested_at, coalesce(k.valid_until, k.attested_at + make_interval(days => c.days)) AS until,
         k.recorded_at, k.superseded_at, k.vanished, k.back_at
  FROM (SELECT control, perimeter_id, subject, attested_at, valid_until, recorded_at, NULL::timestamptz AS superseded_at, false AS vanished,
               NULL::timestamptz AS back_at
        FROM rec.attestation
        UNION ALL
        SELECT control, perimeter_id, subject, attested_at, valid_until, recorded_at, superseded_at, vanished, back_at FROM rec.attestation_history) k
  LEFT JOIN asked c ON c.code = k.control AND c.during @> k.attested_at),
said AS (
  SELECT v.control, v.perimeter_id, v.subject, v.attested_at, v.until, v.recorded_at AS known_from, v.superseded_at AS known_to FROM version v
  UNION ALL
  SELECT v.control, v.perimeter_id, v.subject, v.attested_at, least(v.until, v.superseded_at), v.superseded_at, v.back_at FROM version v WHERE v.vanished
  UNION ALL
  SELECT a.control, a.perimeter_id, a.subject, a.attested_at, a.valid_until, a.reviewed_at, NULL FROM vg.attestation a WHERE a.status = 'accepted')
SELECT p.id, p.perimeter_id, p.from_at, p.to_at, p.since, s.known_from, s.known_to, s.attested_at, s.until
FROM period p
LEFT JOIN (said s JOIN vg.perimeter_related r ON r.perimeter_id = s.perimeter_id)
  ON s.control = p.code AND s.subject = p.subject AND r.other_id = p.perimeter_id AND s.until > s.attested_at
ORDER BY p.id, s.attested_at DESC, s.until DESC LIMIT $1::bigint;

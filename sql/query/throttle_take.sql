-- throttle_take: counts an attempt beforehand in every bucket, unless one of them makes it wait; gives the wait in seconds
-- A bucket forgets one failure in ten minutes. Past its free failures each one doubles the wait, up to a minute.
-- $1 text[] keys
-- $2 bigint[] failures that are free, in the same order
-- $3 timestamptz now
WITH wanted AS (
  SELECT w.key, w.free FROM unnest($1::text[], $2::bigint[]) AS w(key, free)
), known AS (
  SELECT w.key, w.free, t.last_at,
         GREATEST(0, t.failures - floor(extract(epoch FROM $3::timestamptz - t.last_at) / 600))::integer AS failures
    FROM wanted AS w
    JOIN vg.login_throttle AS t ON t.key = w.key
), waits AS (
  SELECT COALESCE(max(ceil(extract(epoch FROM k.last_at - $3::timestamptz)
                           + CASE WHEN k.failures < k.free THEN 0 ELSE LEAST(60, 2 ^ LEAST(k.failures - k.free, 6)) END)), 0) AS seconds
    FROM known AS k
   WHERE k.failures >= k.free
), forgotten AS (
  DELETE FROM vg.login_throttle AS t WHERE t.last_at < $3::timestamptz - interval '1 day'
), counted AS (
  INSERT INTO vg.login_throttle AS t (key, failures, last_at)
  SELECT w.key, COALESCE(k.failures, 0) + 1, $3
    FROM wanted AS w
    LEFT JOIN known AS k ON k.key = w.key
   WHERE (SELECT waits.seconds FROM waits) <= 0
  ON CONFLICT (key) DO UPDATE SET failures = LEAST(EXCLUDED.failures, 1000), last_at = EXCLUDED.last_at
)
SELECT GREATEST(0, waits.seconds)::integer AS seconds FROM waits

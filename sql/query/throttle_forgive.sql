-- throttle_forgive: the attempt was good: forgets some buckets, takes it back from the others
-- $1 text[] keys to forget
-- $2 text[] keys whose count goes down by one
WITH forgotten AS (
  DELETE FROM vg.login_throttle AS t WHERE t.key = ANY ($1::text[])
)
UPDATE vg.login_throttle AS t SET failures = GREATEST(0, t.failures - 1) WHERE t.key = ANY ($2::text[])

-- held_replaced: a newer suspect pull takes the place of those that nobody answered
-- $1 bigint source  $2 bigint the pull that is held now, or was applied  $3 timestamptz now  $4 text what goes after the message
-- $5 text the same, after its words
WITH old AS (
  UPDATE vg.pull SET status = 'refused', finished_at = $3::timestamptz,
         message = coalesce(message, '') || $4::text,
         message_words = message_words || $5::text
  WHERE source_id = $1::bigint AND status = 'suspect' AND id <> $2::bigint RETURNING id)
DELETE FROM vg.held WHERE pull_id IN (SELECT id FROM old)

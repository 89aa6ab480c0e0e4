-- pull_show: a pull and its source
-- $1 bigint pull
SELECT l.id, l.source_id, s.name AS source_name, l.status, l.read_at, l.started_at, l.finished_at, l.trigger, l.read, l.opened,
       l.changed, l.vanished, l.rejected, l.error_code, l.message, l.hint,
       coalesce(l.message_words, l.message) AS message_said, coalesce(l.hint_words, l.hint) AS hint_said
  FROM vg.pull AS l JOIN vg.source AS s ON s.id = l.source_id
 WHERE l.id = $1::bigint

-- collector_daily: marks the daily work of a day as taken; none when somebody has taken it
-- $1 text day  $2 timestamptz now
INSERT INTO vg.setting (key, value, changed_at, changed_by)
SELECT 'collector_daily', $1::text, $2::timestamptz, 'collector'
WHERE NOT EXISTS (SELECT FROM vg.setting s WHERE s.key = 'collector_daily' AND s.value = $1) -- tried at each turn: it writes nothing then
ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value, changed_at = EXCLUDED.changed_at WHERE setting.value <> EXCLUDED.value
RETURNING 1 AS taken

-- backup_mark: the instant of the last backup
-- $1 text the instant, RFC 3339
-- $2 timestamptz the same
INSERT INTO vg.setting (key, value, changed_at) VALUES ('backup_at', $1::text, $2::timestamptz)
ON CONFLICT (key) DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at;

-- setting_zone: the organisation's zone, whose days are measured
-- $1 text IANA name; $2 timestamptz the present instant
INSERT INTO vg.setting AS s (key, value, changed_at, changed_by) VALUES ('zone', $1, $2, 'vigie')
ON CONFLICT (key) DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at WHERE s.value <> excluded.value;

-- deviation_note_add: says why a deviation happened and what mended it
-- $1 text indicator; $2 bigint perimeter; $3 text subject; $4 timestamptz its beginning; $5 text cause; $6 text what mended it, '' for none
-- $7 text kind of the record that mended it, '' for none; $8 bigint the record's version or NULL; $9 text author; $10 timestamptz the present instant
-- role: vigie_web
INSERT INTO vg.deviation_note (indicator, perimeter_id, subject, began_at, cause, mended_by, record_kind, record_id, author, written_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

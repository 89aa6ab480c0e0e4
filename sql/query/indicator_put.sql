-- indicator_put: an indicator as its sheet says; a changed statement makes its figures stale
-- $1 text code; $2 text form; $3 text statistic or NULL; $4 text family; $5 text direction; $6 text unit; $7 integer version
-- $8 bytea sha256; $9 text[] kinds; $10 text[] optional kinds; $11 text empty; $12 text subject; $13 text boards
-- $14 text title_fr; $15 text title_en; $16 timestamptz the present instant; $17 text reads
INSERT INTO vg.indicator AS i (code, form, statistic, family, direction, unit, version, sha256, kinds, optional, empty, subject, boards,
                               title_fr, title_en, changed_at, reads, first_version)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $7)
ON CONFLICT (code) DO UPDATE
SET form = excluded.form, statistic = excluded.statistic, family = excluded.family, direction = excluded.direction,
    unit = excluded.unit, version = excluded.version, sha256 = excluded.sha256, kinds = excluded.kinds,
    optional = excluded.optional, empty = excluded.empty, subject = excluded.subject, boards = excluded.boards,
    title_fr = excluded.title_fr, title_en = excluded.title_en, reads = excluded.reads,
    changed_at = CASE WHEN i.version <> excluded.version THEN excluded.changed_at ELSE i.changed_at END,
    stale = i.stale OR (i.sha256, i.form, i.kinds, i.optional, i.empty, i.direction, i.reads)
                       IS DISTINCT FROM (excluded.sha256, excluded.form, excluded.kinds, excluded.optional, excluded.empty, excluded.direction,
                                         excluded.reads);

-- evaluation_release: pulls read after this instant are to be taken into account again
-- $1 timestamptz as known at
-- role: vigie_collect
UPDATE vg.pull SET evaluation_id = NULL WHERE read_at > $1 AND evaluation_id IS NOT NULL;

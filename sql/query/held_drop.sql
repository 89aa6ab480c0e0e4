-- held_drop: forgets what a pull held
-- $1 bigint pull
DELETE FROM vg.held WHERE pull_id = $1::bigint

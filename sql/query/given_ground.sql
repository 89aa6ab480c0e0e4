-- given_ground: whether what is kept of an indicator was said on another ground than the present one
-- $1 text indicator; $2 timestamptz start of the window; $3 text function of its ground; $4 timestamptz as known at
-- role: vigie_collect
SELECT NOT EXISTS (SELECT FROM vg.given_whole w WHERE w.indicator = $1 AND w.since = $2 AND w.ground = (SELECT vg.ground_told($3, $4, $2))) AS shifted;

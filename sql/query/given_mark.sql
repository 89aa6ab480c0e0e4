-- given_mark: all that an indicator says over a window is kept, on this ground
-- $1 text indicator; $2 timestamptz start of the window; $3 text function of its ground, NULL: it has none; $4 timestamptz as known at
-- role: vigie_collect
INSERT INTO vg.given_whole (indicator, since, ground) VALUES ($1, $2, vg.ground_told($3, $4, $2))
ON CONFLICT (indicator) DO UPDATE SET since = excluded.since, ground = excluded.ground
WHERE (given_whole.since, given_whole.ground) IS DISTINCT FROM (excluded.since, excluded.ground);

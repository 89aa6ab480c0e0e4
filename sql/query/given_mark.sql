-- given_mark: all that an indicator says over a window is kept
-- $1 text indicator; $2 timestamptz start of the window
-- role: vigie_collect
INSERT INTO vg.given_whole (indicator, since) VALUES ($1, $2)
ON CONFLICT (indicator) DO UPDATE SET since = excluded.since
WHERE given_whole.since <> excluded.since;

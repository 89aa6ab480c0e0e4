-- given_list: the indicators of which all is kept over a window
-- $1 timestamptz start of the window
-- role: vigie_collect
SELECT w.indicator FROM vg.given_whole w WHERE w.since = $1;

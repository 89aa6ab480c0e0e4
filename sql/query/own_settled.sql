-- own_settled: changes of indicators of the organisation that cannot be evaluated wait for nothing: another file is a change of its own
-- role: vigie_collect
DELETE FROM vg.waiting_change w USING vg.own_indicator o, vg.indicator i
WHERE o.code = w.indicator AND o.error IS NOT NULL AND i.code = o.code AND NOT i.stale;

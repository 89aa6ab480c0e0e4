-- sample_state_get: "loading", "loaded"; no row: there is no sample
SELECT value FROM vg.setting WHERE key = 'sample.state'

-- sample_state_clear
DELETE FROM vg.setting WHERE key = 'sample.state'

-- sample_state_clear: forgets how far the loading of the sample went
DELETE FROM vg.setting WHERE key = 'sample.state'

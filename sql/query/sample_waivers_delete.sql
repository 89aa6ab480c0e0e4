-- sample_waivers_delete
DELETE FROM vg.waiver WHERE is_sample

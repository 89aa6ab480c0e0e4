-- sample_waivers_delete: removes the waivers of the sample
DELETE FROM vg.waiver WHERE is_sample

-- sample_perimeters_delete: with their figures
DELETE FROM vg.perimeter WHERE is_sample

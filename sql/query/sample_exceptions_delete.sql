-- sample_exceptions_delete: removes the statements of applicability of the sample
DELETE FROM vg.applicability WHERE is_sample

-- sample_sources_delete: with their pulls, coverage and records
DELETE FROM vg.source WHERE is_sample

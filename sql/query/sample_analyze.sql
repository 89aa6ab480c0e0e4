-- sample_analyze: two years of records came at once: tell the planner
ANALYZE

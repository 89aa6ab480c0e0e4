-- evaluation_clear: empties the work tables
TRUNCATE vg.dated_value_next, vg.timeline_next, vg.figure_next;

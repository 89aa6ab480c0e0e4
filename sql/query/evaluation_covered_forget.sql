-- evaluation_covered_forget: forgets the merged coverage, to make it again
-- role: vigie_collect
DELETE FROM vg.covered;

-- evaluation_covered_forget: forgets the merged coverage, to make it again
DELETE FROM vg.covered;

-- digest_whole: whether all that was known is kept brought together
-- role: vigie_collect
SELECT EXISTS (SELECT FROM vg.digest_whole) AS whole;

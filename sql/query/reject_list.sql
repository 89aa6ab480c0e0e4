-- reject_list: the refused items of a pull
-- $1 bigint pull
SELECT ord, place, kind, key, reason, coalesce(reason_words, reason) AS reason_said FROM vg.reject WHERE pull_id = $1::bigint ORDER BY ord

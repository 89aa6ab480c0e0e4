-- reject_list: the refused items of a pull
-- $1 bigint pull
SELECT ord, place, kind, key, reason FROM vg.reject WHERE pull_id = $1::bigint ORDER BY ord

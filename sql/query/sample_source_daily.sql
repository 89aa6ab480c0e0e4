-- sample_source_daily: from now on it is read each day
-- $1 bigint source  $2 integer staleness, s
UPDATE vg.source SET period_s = 86400, staleness_s = $2::integer WHERE id = $1::bigint

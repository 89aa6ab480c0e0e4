-- doctor_disagreed: the indicators of which a full evaluation found otherwise than the ones that took pulls in one by one, how often, the last first
-- $1 timestamptz since
-- role: vigie_web, role: vigie_collect
SELECT j.detail ->> 'indicator' AS indicator, count(*) AS times, max(j.at) AS last_at
FROM vg.journal j WHERE j.action = 'evaluation.disagreed' AND j.at >= $1::timestamptz
GROUP BY 1 ORDER BY 3 DESC, 1;

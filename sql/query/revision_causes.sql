-- revision_causes: what else than records learnt late may have changed a published figure between two instants: sources removed that gave
-- what the indicator reads (those of which the journal does not say what they gave may have), its formula, decisions whose day had come
-- $1 text indicator; $2 text[] kinds; $3 timestamptz end of the day; $4 timestamptz after; $5 timestamptz up to
-- role: vigie_web
SELECT (SELECT string_agg(DISTINCT substr(j.object, 8), ', ') FROM vg.journal j
        WHERE j.action = 'source.removed' AND j.at > $4::timestamptz AND j.at <= $5::timestamptz
          AND (NOT j.detail ? 'kinds' OR string_to_array(j.detail ->> 'kinds', ', ') && $2::text[])) AS removed,
       EXISTS (SELECT FROM vg.indicator i WHERE i.code = $1 AND i.version > i.first_version AND i.changed_at > $4 AND i.changed_at <= $5)
         OR EXISTS (SELECT FROM vg.journal j WHERE j.action = 'indicator.added' AND j.object = 'indicator ' || $1
                    AND j.at > $4 AND j.at <= $5) AS formula,
       EXISTS (SELECT FROM vg.waiver w
               WHERE w.status = 'approved' AND lower(w.during) < $3::timestamptz
                 AND ((w.decided_at > $4 AND w.decided_at <= $5) OR (w.ended_at > $4 AND w.ended_at <= $5))
                 AND (w.indicator = $1 OR w.rule IN (SELECT l.rule FROM vg.rule_indicator l WHERE l.indicator = $1)))
         OR EXISTS (SELECT FROM vg.threshold t WHERE t.indicator = $1 AND t.from_at < $3 AND t.decided_at > $4 AND t.decided_at <= $5) AS decided;

-- snapshot_covered: when each kind of each enabled source was covered, one row a stretch; a kind never covered has one row without
-- role: vigie_web
SELECT k.source_id, k.kind, r IS NOT NULL AS covered, lower(r) AS from_at, upper(r) AS to_at
FROM vg.source_kind k
JOIN vg.source s ON s.id = k.source_id AND s.enabled
LEFT JOIN vg.covered c ON c.source_id = k.source_id AND c.kind = k.kind
LEFT JOIN LATERAL unnest(c.during) r ON true
ORDER BY k.source_id, k.kind, lower(r);

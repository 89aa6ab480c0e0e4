-- policy_known: the indicators that a pack may name
SELECT i.code, i.direction = 'up' AS up, i.unit = '%' AS percent FROM vg.indicator i ORDER BY i.code;

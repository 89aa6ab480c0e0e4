-- own_digest: what changes when an indicator is added, changed or removed
SELECT coalesce(string_agg(o.code || ' ' || encode(o.sha256, 'hex'), ',' ORDER BY o.code), '') AS digest FROM vg.own_indicator o;

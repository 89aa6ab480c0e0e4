-- doctor_addresses: enabled sources, those of the sample excepted, read in clear from another machine, and whether a secret goes there
-- role: vigie_web
SELECT s.name, EXISTS (SELECT FROM vg.source_secret k WHERE k.source_id = s.id) AS has_secret
FROM vg.source s
WHERE s.enabled AND NOT s.is_sample AND EXISTS (
  SELECT FROM jsonb_each_text(s.options) o
  WHERE o.value ~* '^(rest:)?http://' AND o.value !~* '^(rest:)?http://([^/@]*@)?(localhost|127\.[0-9.]+|\[::1\])([:/?#]|$)')
ORDER BY s.name;

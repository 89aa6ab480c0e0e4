-- source_dependants: the indicators that read a kind which this source gives
-- $1 bigint source
SELECT i.code, i.title_fr, i.title_en
  FROM vg.indicator AS i
 WHERE (i.kinds || i.optional) && (SELECT array_agg(k.kind) FROM vg.source_kind AS k WHERE k.source_id = $1::bigint)
 ORDER BY i.code

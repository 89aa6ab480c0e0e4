-- evaluation_inventory: whether anything was learnt of the inventory of assets from an instant on
-- $1 timestamptz since
-- role: vigie_collect
SELECT EXISTS (SELECT FROM vg.touched_name('asset', 'name', $1)) AS touched;

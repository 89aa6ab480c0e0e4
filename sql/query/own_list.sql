-- own_list: the indicators that the organisation added
SELECT o.code, o.file, o.sha256 FROM vg.own_indicator o ORDER BY o.code;

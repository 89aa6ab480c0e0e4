-- own_statistic: what a statistic of the organisation returned, in place of its statement
-- role: vigie_collect
SELECT g.perimeter_id, g.subject, g.label, g.value, g.during, g.detail FROM vg.own_given g

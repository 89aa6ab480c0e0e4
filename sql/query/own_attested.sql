-- own_attested: what an attested indicator of the organisation returned, in place of its statement
-- role: vigie_collect
SELECT g.perimeter_id, g.subject, g.label, g.judged, g.conforming, g.spoken, g.detail FROM vg.own_given g

-- own_given_clear: forgets what an indicator of the organisation returned
-- role: vigie_collect
TRUNCATE vg.own_given;

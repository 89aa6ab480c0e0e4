-- given_clear: forgets what an indicator said
-- $1 text indicator; $2 text[] of these subjects; NULL: of all
-- role: vigie_collect
DELETE FROM vg.given WHERE indicator = $1 AND ($2::text[] IS NULL OR subject = ANY ($2));

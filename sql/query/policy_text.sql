-- policy_text: the text from which a version of the policy was loaded
-- $1 text code
SELECT p.pack FROM vg.policy p WHERE p.code = $1;

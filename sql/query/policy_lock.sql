-- policy_lock: one version of the policy is loaded or removed at a time
SELECT pg_advisory_xact_lock(hashtext('vigie.policy')) IS NULL AS locked;

-- doctor_own: the indicators of the organisation, and those that fail
SELECT o.code, o.error, o.failed_at FROM vg.own_indicator o ORDER BY o.failed_at IS NULL, o.code;

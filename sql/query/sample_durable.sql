-- sample_durable: whether each commit of this connection waits for the disk. A load that is lost is loaded again.
-- $1 text "on", "off"
SELECT set_config('synchronous_commit', $1::text, false) AS durable

-- vigie_reader: the cage of indicators that an organisation writes. Reads records, the names of assets and persons, the registers of
-- the policy and when sources were read; nothing of users, secrets, settings or figures. Writes nothing.

DO $$ BEGIN EXECUTE format('GRANT CONNECT ON DATABASE %I TO vigie_reader', current_database()); END $$;
REVOKE ALL ON ALL TABLES IN SCHEMA vg, rec, migration FROM vigie_reader;
GRANT USAGE ON SCHEMA vg, rec TO vigie_reader;
GRANT SELECT ON ALL TABLES IN SCHEMA rec TO vigie_reader;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA vg, rec TO vigie_reader;
GRANT SELECT ON vg.perimeter, vg.perimeter_tree, vg.perimeter_related, vg.perimeter_depth, vg.asset_alias, vg.person_alias, vg.policy,
  vg.policy_period, vg.rule, vg.source_kind, vg.covered, vg.source_end, vg.attestation TO vigie_reader;
GRANT SELECT (id, code, name, connector, perimeter_id, enabled) ON vg.source TO vigie_reader;
GRANT SELECT (id, source_id, status, read_at) ON vg.pull TO vigie_reader;
GRANT SELECT (id, attestation_id, name, sha256) ON vg.evidence TO vigie_reader;

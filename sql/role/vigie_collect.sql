-- vigie_collect: pulls sources and evaluates indicators. Opens sealed secrets; knows nothing of passwords and sessions.

DO $$ BEGIN EXECUTE format('GRANT CONNECT, TEMPORARY ON DATABASE %I TO vigie_collect', current_database()); END $$;
REVOKE ALL ON ALL TABLES IN SCHEMA vg, rec, migration FROM vigie_collect;
GRANT USAGE ON SCHEMA vg, rec, migration TO vigie_collect;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA vg, rec TO vigie_collect;
GRANT SELECT ON migration.applied TO vigie_collect;

-- records and pulls
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA rec TO vigie_collect;
GRANT USAGE ON SEQUENCE rec.record_id TO vigie_collect;
GRANT SELECT, INSERT, UPDATE, DELETE ON vg.source_state, vg.pull, vg.coverage, vg.reject, vg.held, vg.held_rows TO vigie_collect;
GRANT SELECT, INSERT, DELETE ON vg.source_kind TO vigie_collect;
GRANT SELECT ON vg.perimeter_tree, vg.source_secret, vg.register, vg.entry TO vigie_collect;
GRANT SELECT, INSERT, UPDATE ON vg.setting TO vigie_collect;
GRANT SELECT, UPDATE, DELETE ON vg.request TO vigie_collect;

-- a pull holds its source's row while it writes, which takes the right to change something of it
GRANT UPDATE (version) ON vg.source TO vigie_collect;

-- the removal of the sample
GRANT SELECT, DELETE ON vg.source, vg.perimeter, vg.waiver, vg.applicability TO vigie_collect;
GRANT DELETE ON vg.setting TO vigie_collect;

-- the policy and the figures
GRANT SELECT, INSERT, UPDATE, DELETE ON vg.policy, vg.chapter, vg.rule, vg.rule_indicator, vg.indicator, vg.evaluation, vg.verdict_kept,
  vg.dated_value, vg.timeline TO vigie_collect;
GRANT SELECT, INSERT ON vg.threshold, vg.measurement TO vigie_collect;
GRANT SELECT, DELETE ON vg.waiting_change TO vigie_collect;
GRANT SELECT ON vg.source_end TO vigie_collect;
GRANT SELECT, INSERT, UPDATE, DELETE ON vg.covered, vg.rule_timeline, vg.asset_alias, vg.person_alias TO vigie_collect;
GRANT SELECT, INSERT, UPDATE, DELETE ON vg.given, vg.given_whole, vg.verdict_scope, vg.verdict_edge, vg.name_seen, vg.backup_block, vg.backup_series, vg.digest_whole,
  vg.fresh_kind, vg.timeline_scope, vg.rule_scope, vg.backfill TO vigie_collect;
GRANT SELECT ON vg.verdict, vg.perimeter_related, vg.perimeter_depth, vg.threshold_period, vg.policy_period, vg.applicability, vg.waiver_reach,
  vg.given_row, vg.dated_value_row, vg.timeline_row, vg.difference, vg.given_difference, vg.verdict_difference, vg.verdict_scope_difference, vg.verdict_edge_difference,
  vg.dated_value_difference, vg.timeline_scope_difference, vg.timeline_difference, vg.rule_timeline_difference, vg.ratio_row, vg.spoken_row, vg.attested_row, vg.statistic_row, vg.share_row, vg.composite_row, vg.rule_settled,
  vg.not_applicable_period, vg.attestation, vg.evidence TO vigie_collect;

-- indicators of the organisation
GRANT SELECT, UPDATE (failed_at, error) ON vg.own_indicator TO vigie_collect;
GRANT SELECT, INSERT, TRUNCATE ON vg.own_given TO vigie_collect;

-- people: names, and where they are told what waits for them
GRANT SELECT (id, login, name, role, enabled, lang, email, email_at, mail) ON vg.app_user TO vigie_collect;
GRANT SELECT, INSERT, UPDATE ON vg.mail_state TO vigie_collect;
GRANT SELECT, INSERT, UPDATE, DELETE ON vg.mail_told TO vigie_collect;
GRANT SELECT ON vg.applicability_request, vg.rule_owner TO vigie_collect;
GRANT SELECT (at, action, detail) ON vg.journal TO vigie_collect;
GRANT INSERT ON vg.journal TO vigie_collect;

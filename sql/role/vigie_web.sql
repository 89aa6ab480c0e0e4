-- vigie_web: serves pages. Reads figures and records, keeps users, sessions and the declaration of sources; never sees a sealed
-- secret again, and writes neither records nor pulls nor verdicts.

DO $$ BEGIN EXECUTE format('GRANT CONNECT ON DATABASE %I TO vigie_web', current_database()); END $$;
REVOKE ALL ON ALL TABLES IN SCHEMA vg, rec, migration FROM vigie_web;
GRANT USAGE ON SCHEMA vg, rec, migration TO vigie_web;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA vg, rec TO vigie_web;
GRANT SELECT ON ALL TABLES IN SCHEMA rec TO vigie_web;
GRANT SELECT ON migration.applied TO vigie_web;

-- figures and how they were made
GRANT SELECT ON vg.setting, vg.perimeter, vg.perimeter_tree, vg.source, vg.source_kind, vg.source_state, vg.pull, vg.coverage, vg.reject,
  vg.policy, vg.chapter, vg.rule, vg.rule_indicator, vg.indicator, vg.waiting_change, vg.threshold, vg.waiver, vg.evaluation, vg.verdict, vg.verdict_kept, vg.verdict_scope,
  vg.dated_value, vg.timeline, vg.measurement, vg.rule_timeline, vg.covered, vg.source_end, vg.asset_alias, vg.person_alias, vg.perimeter_related,
  vg.perimeter_depth, vg.threshold_period, vg.policy_period, vg.applicability, vg.not_applicable_period, vg.waiver_reach, vg.framework,
  vg.framework_control,
  vg.rule_control, vg.own_indicator TO vigie_web;

-- people
GRANT SELECT, INSERT, UPDATE ON vg.app_user TO vigie_web;
GRANT SELECT, INSERT, UPDATE, DELETE ON vg.session, vg.setup_link, vg.login_throttle TO vigie_web;
GRANT SELECT, INSERT ON vg.journal, vg.web_key TO vigie_web;
GRANT SELECT ON vg.mail_state TO vigie_web;

-- declarations
GRANT INSERT, UPDATE ON vg.setting TO vigie_web;
GRANT INSERT, UPDATE, DELETE ON vg.perimeter, vg.source, vg.source_kind TO vigie_web;
GRANT INSERT, UPDATE (due_at, failures) ON vg.source_state TO vigie_web;
GRANT INSERT ON vg.threshold TO vigie_web;

-- what people enter by hand: the collector makes records of it
GRANT SELECT, INSERT, UPDATE ON vg.register TO vigie_web;
GRANT SELECT, INSERT, UPDATE, DELETE ON vg.entry TO vigie_web;

-- what people decide: nothing is taken back, a later decision ends the former one
GRANT INSERT, UPDATE (during, status, approver, decided_at, decision, ended_at, ended_by, end_reason) ON vg.waiver TO vigie_web;
GRANT INSERT ON vg.applicability TO vigie_web;
GRANT SELECT, INSERT, UPDATE (status, reviewer, decided_at, decision) ON vg.applicability_request TO vigie_web;
GRANT SELECT, INSERT ON vg.rule_owner, vg.deviation_note TO vigie_web;

-- secrets go in, and do not come out: ON CONFLICT … DO UPDATE SET sealed = $3 works, excluded.sealed is refused
GRANT SELECT (source_id, option, set_at, set_by), INSERT, UPDATE (sealed, set_at, set_by), DELETE ON vg.source_secret TO vigie_web;
GRANT SELECT (id, type, source_id, pull_id, payload, requested_by, requested_at, status, answer, finished_at),
  INSERT (type, source_id, pull_id, payload, sealed, requested_by, requested_at) ON vg.request TO vigie_web;

-- attestations and their evidence: written once, read over once
GRANT SELECT, INSERT, UPDATE (status, reviewer, reviewed_at, remark) ON vg.attestation TO vigie_web;
GRANT SELECT, INSERT ON vg.evidence TO vigie_web;

-- Versions of the policy: each keeps the text it was loaded from; a change of rules, registers or dates of effect makes figures stale.

ALTER TABLE vg.policy ADD COLUMN pack text NOT NULL DEFAULT '', ADD COLUMN loaded_at timestamptz, ADD COLUMN loaded_by text NOT NULL DEFAULT '';

-- a statement that a pack makes goes with it
ALTER TABLE vg.applicability ADD COLUMN policy text REFERENCES vg.policy ON DELETE CASCADE;
CREATE UNIQUE INDEX applicability_policy ON vg.applicability (policy, rule, perimeter_id) WHERE policy IS NOT NULL;

CREATE TRIGGER rule_indicator_stale AFTER INSERT OR DELETE ON vg.rule_indicator FOR EACH ROW EXECUTE FUNCTION vg.stale_one();
CREATE TRIGGER rule_indicator_stale_rule AFTER INSERT OR DELETE ON vg.rule_indicator FOR EACH ROW EXECUTE FUNCTION vg.stale_by_rule();
-- by row: storing a pack again that has not changed touches nothing
CREATE TRIGGER policy_stale AFTER INSERT OR DELETE OR UPDATE OF effective_on, registers ON vg.policy
  FOR EACH ROW EXECUTE FUNCTION vg.stale_all();

-- code: dormant_accounts
-- rules: 4.5
-- title_fr: Comptes sans usage
-- title_en: Dormant accounts
-- question_fr: Les comptes ouverts servent-ils ?
-- question_en: Are open accounts used?
-- formula_fr: Comptes utilisés ou créés depuis moins de 90 jours, divisés par les comptes nominatifs actifs.
-- formula_en: Accounts used or created less than 90 days ago, divided by enabled accounts of persons.
-- denominator_fr: Comptes nominatifs actifs, personnels et d’administration.
-- denominator_en: Enabled accounts of persons, ordinary and administration ones.
-- form: ratio
-- family: N
-- boards: PO
-- direction: up
-- unit: %
-- empty: unknown
-- subject: account
-- kinds: account
-- spoken: column
-- records: account.key
-- deviation_fr: Dernière connexion : {detail}.
-- deviation_en: Last login: {detail}.
-- nothing_fr: Aucune connexion connue.
-- nothing_en: No known login.
-- owner: system_administrator
-- collector: system_administrator
-- reviewer: ciso
-- reporting: ciso monthly, operator daily
-- frequency: daily
-- limits_fr: Les comptes d’une source qui ne donne jamais la dernière connexion sont inconnus. Certains annuaires ne la notent qu’à quelques
--   jours près.
-- limits_en: Accounts of a source that never gives the last login are unknown. Some directories note it within a few days only.
-- version: 3
WITH telling AS (
  SELECT a.source_id, min(lower(a.seen)) AS told_at FROM rec.account_known($1) a WHERE a.last_login_at IS NOT NULL GROUP BY a.source_id)
SELECT v.perimeter_id, v.subject, max(v.label) AS label, range_agg(v.open) AS judged,
       range_agg(vg.told(v.last_login_at, interval '90 days', v.next_login_at, v.seen))
         + range_agg(vg.told(v.created_at, interval '90 days', v.next_created_at, v.seen)) AS conforming,
       '{}'::tstzmultirange AS pending, vg.told_since(min(t.told_at)) AS spoken,
       coalesce(array_agg(DISTINCT t.source_id) FILTER (WHERE t.source_id IS NOT NULL), '{}') AS sources,
       vg.instant(max(v.last_login_at) FILTER (WHERE upper_inf(v.seen))) AS detail
FROM vg.account_version($1) v
LEFT JOIN telling t USING (source_id)
WHERE v.type IN ('personal', 'admin') AND ($4::text[] IS NULL OR v.subject = ANY ($4))
GROUP BY v.perimeter_id, v.subject
HAVING NOT isempty(range_agg(v.open));

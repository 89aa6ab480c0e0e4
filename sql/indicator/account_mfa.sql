-- code: account_mfa
-- rules: 4.1
-- title_fr: Authentification multifacteur
-- title_en: Multi-factor authentication
-- question_fr: Les comptes exposés et les comptes privilégiés demandent-ils plusieurs facteurs ?
-- question_en: Do exposed accounts and privileged accounts ask for several factors?
-- formula_fr: Comptes avec authentification multifacteur, divisés par les comptes exposés ou privilégiés.
-- formula_en: Accounts with multi-factor authentication, divided by exposed or privileged accounts.
-- denominator_fr: Comptes actifs qui ouvrent un système de l’extérieur (accès distant, ou bien que l’inventaire dit accessible de
--   l’internet), et tous les comptes privilégiés actifs.
-- denominator_en: Enabled accounts that open a system from outside (remote access, or an asset that the inventory says reachable from
--   the internet), and all enabled privileged accounts.
-- form: ratio
-- family: N
-- boards: SPO
-- direction: up
-- unit: %
-- empty: unknown
-- subject: account
-- kinds: account, asset
-- by_name: asset
-- spoken: column
-- records: account.key
-- deviation_fr: Sans authentification multifacteur ; titulaire : {detail}.
-- deviation_en: Without multi-factor authentication; holder: {detail}.
-- nothing_fr: Sans authentification multifacteur, et sans titulaire inscrit.
-- nothing_en: Without multi-factor authentication, and without a recorded holder.
-- owner: system_administrator
-- collector: system_administrator
-- reviewer: ciso
-- reporting: leadership quarterly, ciso monthly, operator daily
-- frequency: daily
-- limits_fr: Ne dit rien de la force du second facteur. Un compte dont la source ignore ses facteurs est inconnu.
-- limits_en: Says nothing of how strong the second factor is. An account whose source does not know its factors is unknown.
-- version: 2
WITH exposed AS (
  SELECT coalesce(s.perimeter_id, a.perimeter_id) AS perimeter_id, coalesce(s.subject, a.name) AS system, range_agg(a.seen) AS during
  FROM rec.asset_known($1) a
  LEFT JOIN vg.asset_alias s ON s.name = a.name AND s.seen_from = a.perimeter_id
  WHERE a.public
  GROUP BY 1, 2),
version AS (
  SELECT v.perimeter_id, v.subject, v.label, v.source_id, nullif(v.person, '') AS person, v.mfa, v.seen,
         CASE WHEN v.privileged OR v.remote THEN tstzmultirange(v.open) ELSE tstzmultirange(v.open) * coalesce(x.during, '{}') END AS judged
  FROM vg.account_version($1) v
  LEFT JOIN exposed x ON x.perimeter_id = v.perimeter_id AND x.system = v.system
  WHERE $4::text[] IS NULL OR v.subject = ANY ($4))
SELECT v.perimeter_id, v.subject, max(v.label) AS label, range_agg(v.judged) AS judged,
       coalesce(range_agg(v.seen) FILTER (WHERE v.mfa), '{}') - coalesce(range_agg(v.seen) FILTER (WHERE NOT v.mfa), '{}') AS conforming,
       '{}'::tstzmultirange AS pending,
       coalesce(range_agg(v.seen) FILTER (WHERE v.mfa IS NOT NULL), '{}') AS spoken,
       coalesce(array_agg(DISTINCT v.source_id) FILTER (WHERE v.mfa IS NOT NULL), '{}') AS sources,
       max(v.person) FILTER (WHERE upper_inf(v.seen)) AS detail
FROM version v
GROUP BY v.perimeter_id, v.subject
HAVING NOT isempty(range_agg(v.judged));

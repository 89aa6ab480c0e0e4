-- code: backup_access_restricted
-- rules: 12.3
-- title_fr: Accès aux sauvegardes restreint
-- title_en: Access to backups restricted
-- question_fr: Seuls les administrateurs et le RSSI ont-ils accès aux sauvegardes ?
-- question_en: Do only administrators and the CISO have access to backups?
-- formula_fr: Comptes dont le titulaire est administrateur système ou réseau, ou RSSI, divisés par les comptes ayant accès aux sauvegardes.
-- formula_en: Accounts whose holder is a system or network administrator, or the CISO, divided by the accounts with access to backups.
-- denominator_fr: Comptes actifs ayant un rôle dont le nom commence par « sauvegarde », « backup », « restauration » ou « restore ».
-- denominator_en: Enabled accounts with a role whose name starts with "sauvegarde", "backup", "restauration" or "restore".
-- form: ratio
-- family: A
-- boards: P
-- direction: up
-- unit: %
-- empty: unknown
-- subject: account
-- kinds: account, person
-- by_name: person
-- records: account.key
-- deviation_fr: Le métier de {detail} ne le permet pas, ou cette personne est partie.
-- deviation_en: The job of {detail} does not allow it, or this person has left.
-- nothing_fr: Aucun titulaire connu.
-- nothing_en: No holder is known.
-- owner: system_administrator
-- collector: system_administrator
-- reviewer: ciso
-- reporting: ciso monthly
-- frequency: continuous
-- limits_fr: Ne voit que les accès donnés par un rôle nommé ainsi : un administrateur du serveur de sauvegarde sans ce rôle n’y est pas. Un
--   compte technique doit avoir un titulaire.
-- limits_en: Only sees access given by a role of such a name: an administrator of the backup server without that role is not in it. A
--   technical account must have a holder.
-- version: 3
WITH version AS (
  SELECT v.perimeter_id, v.subject, v.label, v.person, v.source_id, v.seen, v.open
  FROM vg.account_version($1) v
  WHERE NOT isempty(v.open) AND EXISTS (SELECT FROM unnest(v.roles) r WHERE r ~* '^\s*(sauvegarde|backup|restauration|restore)')
    AND ($4::text[] IS NULL OR v.subject = ANY ($4))),
trusted AS (
  SELECT p.mail, range_agg(v.active) AS during
  FROM vg.person_version($1) v
  JOIN vg.person_alias p USING (perimeter_id, subject)
  WHERE v.job IN ('system_administrator', 'network_administrator', 'ciso')
  GROUP BY p.mail)
SELECT v.perimeter_id, v.subject, max(v.label) AS label, range_agg(v.open) AS judged,
       '{(,)}'::tstzmultirange - range_agg(tstzmultirange(v.open) - coalesce(t.during, '{}')) AS conforming, '{}'::tstzmultirange AS pending,
       array_agg(DISTINCT v.source_id) AS sources, (array_agg(v.person ORDER BY lower(v.seen) DESC))[1] AS detail
FROM version v
LEFT JOIN trusted t ON t.mail = v.person
GROUP BY v.perimeter_id, v.subject;

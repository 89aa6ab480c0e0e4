-- code: middleware_protected
-- rules: 10.1
-- title_fr: Intergiciels et bases authentifiés
-- title_en: Middleware and databases authenticated
-- question_fr: Chaque intergiciel et chaque base de données exige-t-il une authentification ?
-- question_en: Does each middleware and each database require authentication?
-- formula_fr: Intergiciels et bases dont le dernier contrôle d’authentification, de moins de 12 mois, est réussi, divisés par
--   les intergiciels et bases en service.
-- formula_en: Middleware and databases whose last check of authentication, less than 12 months old, passed, divided by
--   middleware and databases in service.
-- denominator_fr: Intergiciels et bases de données de l’inventaire, en service, dans tous les environnements. Celui qu’aucune
--   source n’a contrôlé est inconnu.
-- denominator_en: Middleware and databases of the inventory, in service, in all environments. One that no source has checked is
--   unknown.
-- form: ratio
-- family: A
-- boards: PO
-- direction: up
-- unit: %
-- empty: unknown
-- subject: asset
-- kinds: asset, hardening
-- spoken: column
-- records: hardening.asset
-- deviation_fr: L’authentification n’est pas exigée, ou son contrôle a plus de 12 mois. Dernier contrôle : {detail}.
-- deviation_en: Authentication is not required, or its check is over 12 months old. Last check: {detail}.
-- owner: system_administrator
-- collector: system_administrator
-- reviewer: ciso
-- reporting: ciso monthly, operator daily
-- frequency: daily
-- limits_fr: Dit qu’une authentification est exigée, pas que les mots de passe sont bons.
-- limits_en: Says that authentication is required, not that passwords are good.
-- version: 2
WITH middleware AS (
  SELECT v.perimeter_id, v.subject, max(v.label) AS label, range_agg(v.serving) AS judged
  FROM vg.asset_version($1) v
  WHERE v.type IN ('middleware', 'database') AND ($4::text[] IS NULL OR v.subject = ANY ($4))
  GROUP BY v.perimeter_id, v.subject),
told AS (
  SELECT s.perimeter_id, s.subject, min(h.checked_at) AS told_at
  FROM rec.hardening_known($1) h
  JOIN vg.asset_alias s ON s.name = h.asset AND s.seen_from = h.perimeter_id
  WHERE h."check" = 'middleware_authentication'
  GROUP BY s.perimeter_id, s.subject)
SELECT y.perimeter_id, y.subject, y.label, y.judged, coalesce(c.good, '{}') AS conforming, '{}'::tstzmultirange AS pending,
       vg.told_since(t.told_at) AS spoken, coalesce(c.sources, '{}') AS sources, vg.instant(c.last_at) AS detail
FROM middleware y
LEFT JOIN vg.hardening_checked($1, 'middleware_authentication', '12 months', $4) c USING (perimeter_id, subject)
LEFT JOIN told t USING (perimeter_id, subject);

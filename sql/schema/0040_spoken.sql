-- Nobody told anything of a subject before it was first told of. What a source tells from a day on said something of the time before too, where
-- that source was read already: unknown until then, it became deviating or, worse, conforming.

-- What a ratio returns that says itself of what time anything is told.
CREATE VIEW vg.spoken_row WITH (security_invoker) AS
  SELECT NULL::bigint AS perimeter_id, NULL::text AS subject, NULL::text AS label, NULL::tstzmultirange AS judged,
         NULL::tstzmultirange AS conforming, NULL::tstzmultirange AS pending, NULL::tstzmultirange AS spoken, NULL::bigint[] AS sources, NULL::text AS detail
  WHERE false;

-- From the first instant at which anything was told; never, where there is none.
CREATE FUNCTION vg.told_since(first timestamptz) RETURNS tstzmultirange LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN first IS NULL THEN '{}'::tstzmultirange ELSE tstzmultirange(tstzrange(first, NULL)) END
$$;

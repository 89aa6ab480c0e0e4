-- What a timeline was made with is kept, so that it is made again from the first instant at which anything differs, and not at all when
-- nothing does. A migration that changes how timelines are made forgets it: TRUNCATE vg.timeline_scope.

-- when each kind is fresh in each perimeter, all sources together, as known at the evaluation under way, or the last one
CREATE UNLOGGED TABLE vg.fresh_kind (
  perimeter_id bigint NOT NULL,
  kind         text NOT NULL,
  during       tstzmultirange NOT NULL,
  PRIMARY KEY (perimeter_id, kind)
);

-- what the timeline of an indicator in a perimeter was made with, besides verdicts or dated values; lost in a crash, and then the
-- timelines are made whole
CREATE UNLOGGED TABLE vg.timeline_scope (
  indicator    text NOT NULL,
  perimeter_id bigint NOT NULL,
  since        timestamptz NOT NULL,   -- start of the window
  fresh        tstzmultirange NOT NULL,
  terms        text NOT NULL,          -- the formula, the perimeters below, the thresholds over time
  PRIMARY KEY (indicator, perimeter_id)
);

-- the first instant at which two sets of periods differ; infinity when they do not
CREATE FUNCTION vg.first_difference(a tstzmultirange, b tstzmultirange) RETURNS timestamptz LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
  $$ SELECT CASE WHEN a = b THEN 'infinity' ELSE coalesce(lower((a - b) + (b - a)), '-infinity') END $$;

DROP FUNCTION vg.fresh_scope(bigint, text[], text[]);

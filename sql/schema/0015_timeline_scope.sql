-- Only what differs is done again. What a timeline was made with is kept, so that it is made again from the first instant at which anything differs, and not at all when
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

-- what an indicator says of its subjects, as it is kept: the engine puts it where this stands
CREATE VIEW vg.given_row WITH (security_invoker) AS
  SELECT g.perimeter_id, g.subject, g.label, g.judged, g.conforming, g.pending, g.spoken, g.sources, g.detail FROM vg.given g WHERE false;

-- what the states of rules were worked out with, besides timelines: which indicators measure them, where they do not apply, the tree of
-- perimeters; one row
CREATE UNLOGGED TABLE vg.rule_scope (
  whole boolean PRIMARY KEY DEFAULT true CHECK (whole),
  terms text NOT NULL
);

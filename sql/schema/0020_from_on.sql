-- What follows from a pull goes on from the first instant at which anything is another: the steps that lead there, and what follows them.

-- the steps of a timeline from an instant on are found by when they end
CREATE INDEX timeline_until ON vg.timeline (indicator, to_at);

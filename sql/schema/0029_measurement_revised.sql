-- Days of which a figure was corrected are found without looking at all that was ever measured.

CREATE INDEX measurement_revised ON vg.measurement (at) WHERE revision > 1;

# What the build makes from sql/, web/template/, web/static/, web/po/ and connectors/: see aggregator/tools/.

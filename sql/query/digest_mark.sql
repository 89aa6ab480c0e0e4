-- digest_mark: all that is known is kept brought together
-- role: vigie_collect
INSERT INTO vg.digest_whole DEFAULT VALUES ON CONFLICT DO NOTHING;

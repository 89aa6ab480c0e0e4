-- backfill_want: days whose measurements are to be appended later, batch by batch
-- $1 text indicator; $2 timestamptz from; $3 timestamptz to
-- role: vigie_collect
INSERT INTO vg.backfill AS b (indicator, next_at, to_at) VALUES ($1, $2, $3)
ON CONFLICT (indicator) DO UPDATE SET next_at = least(b.next_at, excluded.next_at), to_at = greatest(b.to_at, excluded.to_at);

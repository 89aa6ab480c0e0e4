-- snapshot_requests: the waivers that somebody asked for and nobody decided, from when they were asked for until they would be over
-- role: vigie_web
SELECT w.perimeter_id, w.requested_at AS from_at, coalesce(w.until_at, upper(w.during)) AS to_at FROM vg.waiver w WHERE w.status = 'requested';

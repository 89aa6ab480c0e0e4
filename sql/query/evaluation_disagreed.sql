-- evaluation_disagreed: a full evaluation found otherwise than the ones that took pulls in one by one
-- $1 timestamptz the present instant; $2 text indicator; $3 bigint perimeter or NULL; $4 text subject; $5 text what differs
-- role: vigie_collect
INSERT INTO vg.journal (at, actor, action, object, detail)
SELECT $1, 'vigie', 'evaluation.disagreed', 'indicator ' || $2::text,
       jsonb_build_object('indicator', $2::text, 'perimeter', (SELECT p.code FROM vg.perimeter p WHERE p.id = $3), 'subject', $4::text,
                          'what', $5::text);

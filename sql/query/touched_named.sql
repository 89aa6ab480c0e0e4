-- touched_named: which kinds have records, as they are or were, that give one of these names
-- $1 text[] kinds; $2 text[] of each, a field that names an asset or a person: a kind comes once a field; $3 text[] names
-- role: vigie_collect
SELECT DISTINCT k.kind FROM unnest($1::text[], $2::text[]) k(kind, field) WHERE vg.kind_names(k.kind, k.field, $3);

-- What another version of the programme does to units that members hold already: an end, or an earlier one.

-- Takes: {ends: {lot: moment}}. An end is only ever brought forward; a lot that is used up stays as it was.
CREATE OR REPLACE FUNCTION ledger_leg_date_v1(
    t ledger_turn, p_seq bigint, leg jsonb, OUT seq bigint, OUT due timestamptz, OUT result jsonb
)
LANGUAGE plpgsql AS $$
DECLARE
    v_lots jsonb;
BEGIN
    seq := p_seq;
    WITH dated AS (
        UPDATE ledger_lot AS l SET expires_at = d.value::timestamptz
        FROM jsonb_each_text(leg -> 'ends') AS d
        WHERE l.member_id = t.member_id AND l.seq = d.key::bigint AND l.state < 3
            AND (l.expires_at IS NULL OR l.expires_at > d.value::timestamptz)
        RETURNING l.seq AS lot, l.unit, l.remaining AS units, l.expires_at
    )
    SELECT min(x.expires_at), coalesce(jsonb_agg(to_jsonb(x) ORDER BY x.lot), '[]') INTO due, v_lots
    FROM dated AS x;
    result := jsonb_build_object('leg', 'date', 'lots', v_lots);
END $$;

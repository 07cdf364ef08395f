-- When a member goes: everything held ends, and what people typed about the member is blanked. Amounts stay.

-- ledger_leg_end: open holds are released, and all lots (pending ones too) go to breakage. What is owed stays owed.
CREATE OR REPLACE FUNCTION ledger_leg_end_v1(
    t ledger_turn, p_seq bigint, OUT seq bigint, OUT due timestamptz, OUT result jsonb
)
LANGUAGE plpgsql AS $$
DECLARE
    v_hold record;
    v_lot record;
    v_ended jsonb := '{}';
BEGIN
    seq := p_seq;
    FOR v_hold IN
        SELECT h.id FROM ledger_hold AS h WHERE h.member_id = t.member_id AND h.state = 1 ORDER BY h.id
    LOOP
        PERFORM ledger_end_hold_v1(t, v_hold.id, 3, 0);
    END LOOP;
    FOR v_lot IN
        SELECT l.seq AS lot_seq, l.unit, l.remaining, l.state, l.award_id FROM ledger_lot AS l
        WHERE l.member_id = t.member_id AND l.state < 3 ORDER BY l.seq
    LOOP
        seq := ledger_expire_lot_v1(
            t, seq, v_lot.lot_seq, v_lot.unit, v_lot.remaining, 3 - v_lot.state, v_lot.award_id
        );
        v_ended := v_ended || jsonb_build_object(
            v_lot.unit::text, coalesce((v_ended ->> v_lot.unit::text)::bigint, 0) + v_lot.remaining
        );
    END LOOP;
    result := jsonb_build_object('leg', 'end', 'ended', v_ended);
END $$;

-- ledger_blank: what the pattern finds in a text becomes "erased".
CREATE OR REPLACE FUNCTION ledger_blank_v1(p_text text, p_pattern text) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
    SELECT regexp_replace(p_text, p_pattern, 'erased', 'gi');
$$;

-- ledger_blank_json: the same in every text of a document; its names, numbers and shape stay.
CREATE OR REPLACE FUNCTION ledger_blank_json_v1(p_json jsonb, p_pattern text) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    CASE jsonb_typeof(p_json)
        WHEN 'string' THEN
            RETURN to_jsonb(ledger_blank_v1(p_json #>> '{}', p_pattern));
        WHEN 'object' THEN
            RETURN (
                SELECT coalesce(jsonb_object_agg(e.key, ledger_blank_json_v1(e.value, p_pattern)), '{}')
                FROM jsonb_each(p_json) AS e
            );
        WHEN 'array' THEN
            RETURN (
                SELECT coalesce(jsonb_agg(ledger_blank_json_v1(e.value, p_pattern) ORDER BY e.ordinality), '[]')
                FROM jsonb_array_elements(p_json) WITH ORDINALITY AS e
            );
        ELSE
            RETURN p_json;
    END CASE;
END $$;

-- ledger_erase_texts: blank what people typed about one member; the only thing that ever changes a written row.
-- Notes, attributes and what holds were bound to go whole. Invoice numbers and products stay, being the invoice,
-- except where the pattern finds the person in them. Idempotency keys are forgotten; natural keys are kept.
-- Takes: club, member, a pattern that finds the person. Raises: VF404 no such member
CREATE OR REPLACE FUNCTION ledger_erase_texts_v1(p_club_id bigint, p_member_id bigint, p_pattern text)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM ledger_lock_v1(p_club_id, p_member_id);
    PERFORM set_config('app.erasing', 'on', true);
    UPDATE ledger_event SET reason = '', answer = ledger_blank_json_v1(answer, p_pattern)
    WHERE member_id = p_member_id AND (reason <> '' OR answer::text ~* p_pattern);
    UPDATE ledger_sale
    SET detail = ledger_blank_json_v1(detail - 'attributes', p_pattern),
        document = CASE WHEN document ~* p_pattern THEN 'erased-' || id::text ELSE document END,
        channel = ledger_blank_v1(channel, p_pattern)
    WHERE member_id = p_member_id AND (
        detail ? 'attributes' OR detail::text ~* p_pattern OR document ~* p_pattern OR channel ~* p_pattern
    );
    UPDATE ledger_sale_line
    SET product = ledger_blank_v1(product, p_pattern), product_group = ledger_blank_v1(product_group, p_pattern)
    WHERE member_id = p_member_id AND (product ~* p_pattern OR product_group ~* p_pattern);
    PERFORM set_config('app.erasing', '', true);
    UPDATE ledger_hold SET bound_to = 'erased' WHERE member_id = p_member_id AND bound_to <> '';
    UPDATE ledger_outbox SET payload = ledger_blank_json_v1(payload, p_pattern)
    WHERE member_id = p_member_id AND payload::text ~* p_pattern;
    -- Neither has an index by member: an erasure may read the club's directories once.
    UPDATE ledger_source_ref
    SET source = ledger_blank_v1(source, p_pattern), document = 'erased-' || event_id::text
    WHERE club_id = p_club_id AND member_id = p_member_id
        AND (document ~* p_pattern OR source ~* p_pattern);
    DELETE FROM ledger_request_key WHERE club_id = p_club_id AND member_id = p_member_id;
END $$;

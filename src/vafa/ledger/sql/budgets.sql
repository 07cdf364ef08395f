-- Budgets of a whole club, in slices, so that tills do not queue behind one row. Hard stop at 0.

-- ledger_budget_take: grant at most so many units to one event; asking again for the event gives the same answer.
-- Takes: club, budget, period key, units wanted, the event, the budget's total (opens the period's slices)
-- Gives: units granted
CREATE OR REPLACE FUNCTION ledger_budget_take_v1(
    p_club_id bigint, p_budget text, p_period bigint, p_units bigint, p_event_id bigint, p_total bigint
) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v_granted bigint := 0;
    v_take bigint;
    v_slice record;
BEGIN
    PERFORM set_config('app.club', p_club_id::text, true);
    INSERT INTO ledger_budget_grant (club_id, event_id, budget, period, granted)
    VALUES (p_club_id, p_event_id, p_budget, p_period, 0) ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN
        RETURN (
            SELECT granted FROM ledger_budget_grant
            WHERE club_id = p_club_id AND event_id = p_event_id AND budget = p_budget
        );
    END IF;
    INSERT INTO ledger_budget_slice (club_id, budget, period, slice, remaining)
    SELECT p_club_id, p_budget, p_period, n, p_total / 16 + (n < p_total % 16)::integer
    FROM generate_series(0, 15) AS n
    WHERE NOT EXISTS (
        SELECT FROM ledger_budget_slice WHERE club_id = p_club_id AND budget = p_budget AND period = p_period
    ) ORDER BY n ON CONFLICT DO NOTHING;
    BEGIN
        UPDATE ledger_budget_slice SET remaining = remaining - p_units
        WHERE (club_id, budget, period, slice) = (
            SELECT club_id, budget, period, slice FROM ledger_budget_slice
            WHERE club_id = p_club_id AND budget = p_budget AND period = p_period AND remaining >= p_units
            LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED
        );
        IF NOT FOUND THEN
            RAISE EXCEPTION 'no free slice has enough' USING ERRCODE = 'VF001';
        END IF;
        v_granted := p_units;
    EXCEPTION WHEN SQLSTATE 'VF001' THEN
        -- Undone to unlock the slices that were looked at and found too small: with them two takers would deadlock.
        v_granted := 0;
    END;
    IF v_granted = 0 THEN  -- lock all slices, in order, and gather what there is
        FOR v_slice IN
            SELECT slice, remaining FROM ledger_budget_slice
            WHERE club_id = p_club_id AND budget = p_budget AND period = p_period
            ORDER BY slice FOR NO KEY UPDATE
        LOOP
            v_take := least(p_units - v_granted, v_slice.remaining);
            CONTINUE WHEN v_take = 0;
            UPDATE ledger_budget_slice SET remaining = remaining - v_take
            WHERE club_id = p_club_id AND budget = p_budget AND period = p_period AND slice = v_slice.slice;
            v_granted := v_granted + v_take;
        END LOOP;
    END IF;
    UPDATE ledger_budget_grant SET granted = v_granted
    WHERE club_id = p_club_id AND event_id = p_event_id AND budget = p_budget;
    RETURN v_granted;
END $$;

-- ledger_budget_return: give back units of a grant that were not used, or were refunded.
-- Gives: units given back, never more than the grant has left
CREATE OR REPLACE FUNCTION ledger_budget_return_v1(p_club_id bigint, p_budget text, p_event_id bigint, p_units bigint)
RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v_grant ledger_budget_grant;
    v_units bigint;
BEGIN
    PERFORM set_config('app.club', p_club_id::text, true);
    SELECT * INTO v_grant FROM ledger_budget_grant
    WHERE club_id = p_club_id AND event_id = p_event_id AND budget = p_budget
    FOR NO KEY UPDATE;
    v_units := least(p_units, v_grant.granted - v_grant.returned);
    IF v_units IS NULL OR v_units = 0 THEN
        RETURN 0;
    END IF;
    UPDATE ledger_budget_grant SET returned = returned + v_units
    WHERE club_id = p_club_id AND event_id = p_event_id AND budget = p_budget;
    UPDATE ledger_budget_slice SET remaining = remaining + v_units
    WHERE club_id = p_club_id AND budget = p_budget AND period = v_grant.period
        AND slice = p_event_id % 16;
    RETURN v_units;
END $$;

-- Every wallet is the sum of its movements, of its lots, and of its open holds.
-- Takes: %(club)s   Gives: checked bigint, wrong bigint, places text[]
-- Reads: ledger_movement, ledger_lot, ledger_hold
SELECT
    count(*) AS checked,
    count(*) FILTER (WHERE is_wrong) AS wrong,
    (array_agg('member ' || member_id || ' unit ' || unit) FILTER (WHERE is_wrong))[1:20] AS places
FROM (
    SELECT
        member_id,
        unit,
        sum(spendable) <> 0 OR sum(pending) <> 0 OR sum(owed) <> 0 OR sum(held) <> 0
        OR sum(lot_spendable) <> 0 OR sum(lot_pending) <> 0 OR sum(lot_held) <> 0 AS is_wrong
    FROM (
        SELECT
            member_id,
            unit,
            spendable,
            pending,
            owed,
            held,
            spendable AS lot_spendable,
            pending AS lot_pending,
            held AS lot_held
        FROM ledger_wallet
        WHERE club_id = %(club)s
        UNION ALL
        SELECT
            member_id,
            unit,
            sum(CASE 1 WHEN from_account THEN amount WHEN to_account THEN -amount ELSE 0 END),
            sum(CASE 2 WHEN from_account THEN amount WHEN to_account THEN -amount ELSE 0 END),
            sum(CASE 3 WHEN to_account THEN amount WHEN from_account THEN -amount ELSE 0 END),
            0,
            0,
            0,
            0
        FROM ledger_movement
        WHERE club_id = %(club)s
        GROUP BY member_id, unit
        UNION ALL
        SELECT
            member_id,
            unit,
            0,
            0,
            0,
            0,
            -sum(CASE state WHEN 2 THEN remaining ELSE 0 END),
            -sum(CASE state WHEN 1 THEN remaining ELSE 0 END),
            -sum(held)
        FROM ledger_lot
        WHERE club_id = %(club)s
        GROUP BY member_id, unit
        UNION ALL
        SELECT
            member_id,
            unit,
            0,
            0,
            0,
            -sum(amount),
            0,
            0,
            0
        FROM ledger_hold
        WHERE club_id = %(club)s AND state = 1
        GROUP BY member_id, unit
    ) AS side
    GROUP BY member_id, unit
) AS wallet

-- What a movement did to the member's spendable and pending units is what it did to lots: opened one, took, gave back.
-- Takes: %(club)s   Gives: checked bigint, wrong bigint, places text[]
-- Reads: ledger_movement, ledger_lot, ledger_lot_use
SELECT
    count(*) AS checked,
    count(*) FILTER (WHERE is_wrong) AS wrong,
    (array_agg('member ' || member_id || ' movement ' || seq) FILTER (WHERE is_wrong))[1:20] AS places
FROM (
    SELECT
        member_id,
        seq,
        sum(units) <> 0 AS is_wrong
    FROM (
        SELECT
            member_id,
            seq,
            CASE WHEN to_account IN (1, 2) THEN amount ELSE 0 END
            - CASE WHEN from_account IN (1, 2) THEN amount ELSE 0 END AS units
        FROM ledger_movement
        WHERE club_id = %(club)s
        UNION ALL
        SELECT
            member_id,
            seq,
            -issued
        FROM ledger_lot
        WHERE club_id = %(club)s
        UNION ALL
        SELECT
            member_id,
            seq,
            amount
        FROM ledger_lot_use
        WHERE club_id = %(club)s
    ) AS side
    GROUP BY member_id, seq
) AS movement

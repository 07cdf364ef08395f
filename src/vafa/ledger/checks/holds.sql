-- A hold is the sum of what it keeps in lots; what was captured of it is what its event burned.
-- Takes: %(club)s   Gives: checked bigint, wrong bigint, places text[]
-- Reads: ledger_hold, ledger_hold_lot
SELECT
    count(*) AS checked,
    count(*) FILTER (WHERE is_wrong) AS wrong,
    (array_agg('member ' || member_id || ' hold ' || id) FILTER (WHERE is_wrong))[1:20] AS places
FROM (
    SELECT
        member_id,
        id,
        sum(units) <> 0 AS is_wrong
    FROM (
        SELECT
            member_id,
            id,
            amount AS units
        FROM ledger_hold
        WHERE club_id = %(club)s
        UNION ALL
        SELECT
            member_id,
            hold_id,
            -amount
        FROM ledger_hold_lot
        WHERE club_id = %(club)s
    ) AS side
    GROUP BY member_id, id
) AS hold

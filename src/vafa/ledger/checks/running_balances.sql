-- The balance written after each movement is the one before it and what the movement did: spendable less owed.
-- Takes: %(club)s   Gives: checked bigint, wrong bigint, places text[]
-- Reads: ledger_movement
SELECT
    count(*) AS checked,
    count(*) FILTER (WHERE is_wrong) AS wrong,
    (array_agg('member ' || member_id || ' movement ' || seq) FILTER (WHERE is_wrong))[1:20] AS places
FROM (
    SELECT
        member_id,
        seq,
        balance_after <> sum(
            CASE WHEN to_account IN (1, 3) THEN amount ELSE 0 END
            - CASE WHEN from_account IN (1, 3) THEN amount ELSE 0 END
        ) OVER (PARTITION BY member_id, unit ORDER BY seq) AS is_wrong
    FROM ledger_movement
    WHERE club_id = %(club)s
) AS movement

-- What went into transit came out of it: gifts between members that are under way at this moment are shown here.
-- Takes: %(club)s   Gives: checked bigint, wrong bigint, places text[]
-- Reads: ledger_movement
SELECT
    count(*) AS checked,
    count(*) FILTER (WHERE is_wrong) AS wrong,
    (array_agg('unit ' || unit) FILTER (WHERE is_wrong))[1:20] AS places
FROM (
    SELECT
        unit,
        sum(CASE 15 WHEN to_account THEN amount ELSE -amount END) <> 0 AS is_wrong
    FROM ledger_movement
    WHERE club_id = %(club)s AND (to_account = 15 OR from_account = 15)
    GROUP BY unit
) AS unit

-- What was earned for an award is the award; what was taken back is no more than it, in units and in basis, and is
-- what the taking-back moved. An award's id is its own in the whole club: of a merged member's award, the taking-back
-- moved in the book of whoever it was merged into.
-- Takes: %(club)s   Gives: checked bigint, wrong bigint, places text[]
-- Reads: ledger_award, ledger_movement, ledger_award_reversal
SELECT
    count(*) AS checked,
    count(*) FILTER (WHERE is_wrong) AS wrong,
    (array_agg('member ' || member_id || ' award ' || id) FILTER (WHERE is_wrong))[1:20] AS places
FROM (
    SELECT
        id,
        min(member_id) AS member_id,
        sum(earned) <> 0 OR sum(moved_back) <> 0 OR sum(units_left) < 0 OR sum(basis_left) < 0 AS is_wrong
    FROM (
        SELECT
            member_id,
            id,
            units AS earned,
            0 AS moved_back,
            units AS units_left,
            basis AS basis_left
        FROM ledger_award
        WHERE club_id = %(club)s
        UNION ALL
        SELECT
            member_id,
            award_id,
            CASE WHEN kind IN (1, 9) THEN -amount ELSE 0 END,
            CASE WHEN kind IN (5, 6) THEN amount ELSE 0 END,
            0,
            0
        FROM ledger_movement
        WHERE club_id = %(club)s AND award_id IS NOT NULL AND kind IN (1, 5, 6, 9)
        UNION ALL
        SELECT
            member_id,
            award_id,
            0,
            forgiven - units,
            -units,
            -basis
        FROM ledger_award_reversal
        WHERE club_id = %(club)s
    ) AS side
    GROUP BY id
) AS award

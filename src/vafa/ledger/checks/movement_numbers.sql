-- Movement numbers are gap-free per member, and the member's row knows the last one.
-- Takes: %(club)s   Gives: checked bigint, wrong bigint, places text[]
-- Reads: ledger_movement_pkey
SELECT
    count(*) AS checked,
    count(*) FILTER (WHERE is_wrong) AS wrong,
    (array_agg('member ' || member_id) FILTER (WHERE is_wrong))[1:20] AS places
FROM (
    SELECT
        s.member_id,
        coalesce(m.movements, 0) <> s.movement_seq OR coalesce(m.last_seq, 0) <> s.movement_seq
        OR coalesce(m.first_seq, 1) <> 1 AS is_wrong
    FROM (
        SELECT
            member_id,
            movement_seq
        FROM ledger_member_state
        WHERE club_id = %(club)s
    ) AS s
    FULL JOIN (
        SELECT
            member_id,
            count(*) AS movements,
            max(seq) AS last_seq,
            min(seq) AS first_seq
        FROM ledger_movement
        WHERE club_id = %(club)s
        GROUP BY member_id
    ) AS m ON s.member_id = m.member_id
) AS member

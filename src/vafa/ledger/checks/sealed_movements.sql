-- What a checkpoint sealed is still what stands there, and nothing was written behind a seal.
-- Takes: %(club)s   Gives: checked bigint, wrong bigint, places text[]
-- Reads: ledger_leaf_pkey, ledger_movement_pkey
SELECT
    checked,
    wrong,
    places
FROM ledger_leaf_faults_v1(%(club)s::bigint)

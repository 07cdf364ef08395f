-- Directories, club-led: led by the identity that the outside knows, since uniqueness per member is not idempotency.

CREATE TABLE ledger_request_key (
    club_id bigint NOT NULL,
    credential_id bigint NOT NULL,
    key text NOT NULL CHECK (length(key) BETWEEN 1 AND 255),
    member_id bigint NOT NULL,
    event_id bigint NOT NULL,
    created_at timestamptz NOT NULL,
    body_hash bytea NOT NULL,
    PRIMARY KEY (club_id, credential_id, key)
);

CREATE TABLE ledger_source_ref (
    club_id bigint NOT NULL,
    source text NOT NULL,
    document text NOT NULL,
    effect text NOT NULL,
    revision integer NOT NULL,
    member_id bigint NOT NULL,
    event_id bigint NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (club_id, source, document, effect, revision)
);

-- Also the ledger's list of clubs, for the jobs that go through all of them one by one.
CREATE TABLE ledger_club_epoch (
    club_id bigint PRIMARY KEY,
    programme_epoch bigint NOT NULL DEFAULT 0
);

CREATE TABLE ledger_budget_slice (
    club_id bigint NOT NULL,
    budget text NOT NULL,
    period bigint NOT NULL,
    slice smallint NOT NULL,
    remaining bigint NOT NULL CHECK (remaining >= 0),
    PRIMARY KEY (club_id, budget, period, slice)
) WITH (fillfactor = 50);

CREATE TABLE ledger_budget_grant (
    club_id bigint NOT NULL,
    event_id bigint NOT NULL,
    budget text NOT NULL,
    period bigint NOT NULL,
    granted bigint NOT NULL CHECK (granted >= 0),
    returned bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (club_id, event_id, budget),
    CONSTRAINT ledger_budget_grant_adds_up CHECK (returned BETWEEN 0 AND granted)
);

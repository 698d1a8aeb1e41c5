-- The log of every conversation, the row that lists are read from, the answers to repeated requests, and the effects to do.
-- Runs on SQLite and on PostgreSQL. Times are milliseconds UTC, flags are 0 or 1, JSON is text.
-- No foreign keys here: each is a search on every message, and every write begins with a compare-and-set on its conversation.

-- One row for each conversation at its head. `state` is the whole of it; the other columns are what lists and checks look at.
-- The state stands last, so that a list that looks at the columns before it need not read it.
CREATE TABLE conversations (
    workspace_id TEXT NOT NULL,
    conversation_id TEXT /*postgresql COLLATE "C"*/ NOT NULL,
    head_seq BIGINT NOT NULL,
    stage TEXT NOT NULL,
    status TEXT NOT NULL,
    control_kind TEXT NOT NULL,
    owner_id TEXT,
    responder_id TEXT,
    inbox_id TEXT NOT NULL,
    channel TEXT NOT NULL,
    visitor_id TEXT NOT NULL,
    labels TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    search TEXT NOT NULL,
    state TEXT NOT NULL,
    PRIMARY KEY (workspace_id, conversation_id)
);

-- Every view but one is a few stages, so one index serves them all; each further index costs on every message.
CREATE INDEX conversations_by_stage ON conversations (workspace_id, stage, updated_at, conversation_id);
CREATE INDEX conversations_by_owner ON conversations (workspace_id, owner_id, updated_at, conversation_id)
    WHERE owner_id IS NOT NULL;

-- A visitor has at most one open conversation in an inbox.
CREATE UNIQUE INDEX conversations_open ON conversations (workspace_id, inbox_id, visitor_id) WHERE status = 'active';
CREATE INDEX conversations_by_visitor ON conversations (workspace_id, inbox_id, visitor_id, created_at, conversation_id);

-- How many conversations stand in each stage and belong to each owner. Consoles ask for it after every change of control, and
-- counting a hundred thousand rows takes 16 ms. The triggers fire only when a stage or an owner changes, never for a message.
-- On PostgreSQL one row that all nodes write would make them wait for each other; there it is better to count.
/*sqlite
CREATE TABLE tallies (
    workspace_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (workspace_id, kind, name)
) WITHOUT ROWID;

CREATE TRIGGER conversations_come AFTER INSERT ON conversations BEGIN
    INSERT INTO tallies VALUES (NEW.workspace_id, 'stage', NEW.stage, 1)
        ON CONFLICT DO UPDATE SET count = count + 1;
    INSERT INTO tallies SELECT NEW.workspace_id, 'owner', NEW.owner_id, 1 WHERE NEW.owner_id IS NOT NULL
        ON CONFLICT DO UPDATE SET count = count + 1;
END;

CREATE TRIGGER conversations_go AFTER DELETE ON conversations BEGIN
    UPDATE tallies SET count = count - 1 WHERE workspace_id = OLD.workspace_id
        AND ((kind = 'stage' AND name = OLD.stage) OR (kind = 'owner' AND name = OLD.owner_id));
END;

CREATE TRIGGER conversations_move AFTER UPDATE OF stage, owner_id ON conversations
WHEN OLD.stage <> NEW.stage OR OLD.owner_id IS NOT NEW.owner_id BEGIN
    UPDATE tallies SET count = count - 1 WHERE workspace_id = OLD.workspace_id
        AND ((kind = 'stage' AND name = OLD.stage) OR (kind = 'owner' AND name = OLD.owner_id));
    INSERT INTO tallies VALUES (NEW.workspace_id, 'stage', NEW.stage, 1)
        ON CONFLICT DO UPDATE SET count = count + 1;
    INSERT INTO tallies SELECT NEW.workspace_id, 'owner', NEW.owner_id, 1 WHERE NEW.owner_id IS NOT NULL
        ON CONFLICT DO UPDATE SET count = count + 1;
END;
*/

CREATE TABLE events (
    workspace_id TEXT NOT NULL,
    conversation_id TEXT NOT NULL,
    seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    epoch BIGINT NOT NULL,
    actor TEXT NOT NULL,
    type TEXT NOT NULL,
    data TEXT NOT NULL,
    PRIMARY KEY (workspace_id, conversation_id, seq)
) /*sqlite WITHOUT ROWID*/;

-- What a request with an idempotency key led to: the events first_seq … last_seq, none if last is before first.
CREATE TABLE answers (
    workspace_id TEXT NOT NULL,
    principal TEXT NOT NULL,
    key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    conversation_id TEXT NOT NULL,
    first_seq BIGINT NOT NULL,
    last_seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, principal, key)
) /*sqlite WITHOUT ROWID*/;

CREATE INDEX answers_by_age ON answers (at);

-- Things to do. ready_at is when one may be leased: when it is due, or when its lease ends. A buried one failed for good.
CREATE TABLE effects (
    workspace_id TEXT NOT NULL,
    conversation_id TEXT NOT NULL,
    key TEXT NOT NULL,
    kind TEXT NOT NULL,
    seq BIGINT NOT NULL,
    epoch BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    ready_at BIGINT NOT NULL,
    lease_node TEXT,
    attempts INTEGER NOT NULL,
    last_error TEXT,
    is_buried INTEGER NOT NULL,
    PRIMARY KEY (workspace_id, conversation_id, key)
) /*sqlite WITHOUT ROWID*/;

CREATE INDEX effects_by_readiness ON effects (ready_at) WHERE is_buried = 0;

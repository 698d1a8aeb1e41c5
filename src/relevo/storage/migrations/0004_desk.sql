-- What a team sets up for its daily work: teams, labels, canned replies, and what each agent prefers.
-- Runs on SQLite and on PostgreSQL. Times are milliseconds UTC, flags are 0 or 1, JSON is text; `…_key` is a name without its case.

-- How many conversations at once (none: as many as the workspace says), and a JSON object of what differs from the defaults.
ALTER TABLE agents ADD COLUMN capacity BIGINT;
ALTER TABLE agents ADD COLUMN preferences TEXT NOT NULL DEFAULT '{}';

CREATE TABLE teams (
    workspace_id TEXT NOT NULL,
    team_id TEXT NOT NULL,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, team_id),
    UNIQUE (workspace_id, name_key)
);

CREATE TABLE team_members (
    workspace_id TEXT NOT NULL,
    team_id TEXT NOT NULL,
    agent_id TEXT NOT NULL,
    PRIMARY KEY (workspace_id, team_id, agent_id)
);

-- A catalogue; conversations hold names, so nothing here is looked up when a conversation is read.
CREATE TABLE labels (
    workspace_id TEXT NOT NULL,
    label_id TEXT NOT NULL,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    color TEXT NOT NULL,
    description TEXT,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, label_id),
    UNIQUE (workspace_id, name_key)
);

-- `shelf` is empty for what everybody has, else the owner's id: within one shelf and language a shortcut means one thing.
CREATE TABLE canned_replies (
    workspace_id TEXT NOT NULL,
    reply_id TEXT NOT NULL,
    shortcut TEXT NOT NULL,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    language TEXT,
    is_shared INTEGER NOT NULL,
    owner_id TEXT NOT NULL,
    shelf TEXT NOT NULL,
    language_key TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, reply_id),
    UNIQUE (workspace_id, shelf, shortcut, language_key)
);

-- What a request with an idempotency key made, so that the same request again makes nothing.
CREATE TABLE made_once (
    workspace_id TEXT NOT NULL,
    principal TEXT NOT NULL,
    key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    item_id TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, principal, key)
);

CREATE INDEX made_once_by_age ON made_once (workspace_id, at);

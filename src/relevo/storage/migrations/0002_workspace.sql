-- What a workspace consists of beside its conversations: people and how they sign in, visitors, inboxes, assistants, settings.
-- Runs on SQLite and on PostgreSQL. Times are milliseconds UTC, flags are 0 or 1, JSON is text, secrets are hashes or sealed.

CREATE TABLE workspaces (
    workspace_id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    plan TEXT NOT NULL,
    settings TEXT NOT NULL,
    settings_version BIGINT NOT NULL,
    people_version BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE agents (
    workspace_id TEXT NOT NULL,
    agent_id TEXT NOT NULL,
    email TEXT NOT NULL,
    email_key TEXT NOT NULL,
    name TEXT NOT NULL,
    display_name TEXT,
    avatar_url TEXT,
    role TEXT NOT NULL,
    is_active INTEGER NOT NULL,
    password_hash TEXT,
    rights_version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, agent_id),
    UNIQUE (workspace_id, email_key)
);

-- A session is good as long as its rights_version is its agent's: raising the agent's ends all of them at once.
CREATE TABLE sessions (
    workspace_id TEXT NOT NULL,
    session_id TEXT NOT NULL,
    token_hash TEXT NOT NULL UNIQUE,
    agent_id TEXT NOT NULL,
    rights_version BIGINT NOT NULL,
    address TEXT NOT NULL,
    device TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, session_id)
);

CREATE INDEX sessions_by_agent ON sessions (workspace_id, agent_id);

-- One row for each try to sign in, removed by success; the account is a hash because people type passwords into the wrong field.
CREATE TABLE sign_in_attempts (
    workspace_id TEXT NOT NULL,
    attempt_id TEXT NOT NULL,
    account_hash TEXT NOT NULL,
    address TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, attempt_id)
);

CREATE INDEX sign_in_attempts_by_account ON sign_in_attempts (workspace_id, account_hash, address, at);

CREATE TABLE setup_links (
    workspace_id TEXT NOT NULL PRIMARY KEY,
    token_hash TEXT NOT NULL UNIQUE,
    expires_at BIGINT NOT NULL,
    used_by TEXT
);

CREATE TABLE api_keys (
    workspace_id TEXT NOT NULL,
    key_id TEXT NOT NULL,
    key_hash TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    scopes TEXT NOT NULL,
    made_by TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    last_used_at BIGINT,
    PRIMARY KEY (workspace_id, key_id)
);

CREATE TABLE assistants (
    workspace_id TEXT NOT NULL,
    assistant_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    avatar_url TEXT,
    options TEXT NOT NULL,
    sealed_options TEXT NOT NULL,
    handoff TEXT NOT NULL,
    version BIGINT NOT NULL,
    is_active INTEGER NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, assistant_id)
);

CREATE TABLE inboxes (
    workspace_id TEXT NOT NULL,
    inbox_id TEXT NOT NULL,
    inbox_key TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    channel TEXT NOT NULL,
    assistant_id TEXT NOT NULL,
    allowed_origins TEXT NOT NULL,
    requires_identity INTEGER NOT NULL,
    title TEXT NOT NULL,
    color TEXT,
    is_active INTEGER NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, inbox_id)
);

-- Keys that a site signs its visitors' identities with: a sealed shared secret (HS256) or a public key (EdDSA).
CREATE TABLE identity_keys (
    workspace_id TEXT NOT NULL,
    inbox_id TEXT NOT NULL,
    key_id TEXT NOT NULL,
    algorithm TEXT NOT NULL,
    material TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, inbox_id, key_id)
);

-- subject is what the site calls the person; several NULLs do not collide.
CREATE TABLE visitors (
    workspace_id TEXT NOT NULL,
    visitor_id TEXT NOT NULL,
    inbox_id TEXT NOT NULL,
    subject TEXT,
    name TEXT NOT NULL,
    locale TEXT NOT NULL,
    page TEXT,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, visitor_id),
    UNIQUE (workspace_id, inbox_id, subject)
);

CREATE TABLE visitor_tokens (
    workspace_id TEXT NOT NULL,
    token_hash TEXT NOT NULL UNIQUE,
    visitor_id TEXT NOT NULL,
    origin TEXT,
    created_at BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, token_hash)
);

CREATE INDEX visitor_tokens_by_visitor ON visitor_tokens (workspace_id, visitor_id);
CREATE INDEX visitor_tokens_by_expiry ON visitor_tokens (workspace_id, expires_at);

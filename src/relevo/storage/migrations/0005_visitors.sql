-- What agents see of a visitor beside the conversation. Runs on SQLite and on PostgreSQL. Times are milliseconds UTC, JSON is text.
-- No address of the network is kept, of a browser only its kind, and of an address on the web nothing that looks like a secret.

CREATE TABLE visitor_contexts (
    workspace_id TEXT NOT NULL,
    visitor_id TEXT NOT NULL,
    email TEXT,
    languages TEXT NOT NULL,
    device TEXT,
    last_seen_at BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, visitor_id)
);

-- The last pages, a few for each visitor.
CREATE TABLE visitor_pages (
    workspace_id TEXT NOT NULL,
    visitor_id TEXT NOT NULL,
    page_id TEXT NOT NULL,
    url TEXT NOT NULL,
    title TEXT,
    at BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, visitor_id, page_id)
);

CREATE INDEX visitor_pages_by_age ON visitor_pages (workspace_id, at);

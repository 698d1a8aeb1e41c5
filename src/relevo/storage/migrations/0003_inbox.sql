-- What lists stand on beside the log: who waits since when, the index of words, and the filters that agents have saved.
-- Runs on SQLite and on PostgreSQL. What a database with rows needs besides is written for SQLite only: no other had any before.

-- The text search that looked through a column of every row is replaced by an index.
ALTER TABLE conversations DROP COLUMN search;

-- Since when somebody waits for a person's answer, NULL where nobody does; lists are sorted by it.
ALTER TABLE conversations ADD COLUMN waiting_since BIGINT;
ALTER TABLE conversations ADD COLUMN assistant_id TEXT NOT NULL DEFAULT '';
ALTER TABLE conversations ADD COLUMN team_id TEXT;
-- The conversation's place in the index of words; a higher one was indexed later.
ALTER TABLE conversations ADD COLUMN document BIGINT;

/*sqlite
UPDATE conversations SET
    waiting_since = CASE
        WHEN stage IN ('claimable', 'unspoken') THEN json_extract(state, '$.requested_at')
        WHEN stage = 'owned' AND json_extract(state, '$.unanswered') > 0 THEN updated_at
    END,
    assistant_id = json_extract(state, '$.assistant.id'),
    team_id = CASE WHEN status = 'active' THEN json_extract(state, '$.control.team_id') END;
*/

-- Few conversations wait at a time, and a message of a visitor who waits changes nothing here.
CREATE INDEX conversations_waiting ON conversations (workspace_id, stage, waiting_since, conversation_id)
    WHERE waiting_since IS NOT NULL;
CREATE INDEX conversations_waiting_for_owner ON conversations (workspace_id, owner_id, waiting_since, conversation_id)
    WHERE waiting_since IS NOT NULL AND owner_id IS NOT NULL;
CREATE UNIQUE INDEX conversations_by_document ON conversations (document) WHERE document IS NOT NULL;

-- Conversations that have changed since their words were indexed, written in one transaction with the change (decision 0013).
CREATE TABLE search_due (
    workspace_id TEXT NOT NULL,
    conversation_id TEXT NOT NULL,
    PRIMARY KEY (workspace_id, conversation_id)
) /*sqlite WITHOUT ROWID*/;

INSERT INTO search_due SELECT workspace_id, conversation_id FROM conversations;

-- One document for each conversation. Its texts stand in the log; here are only their words, folded and parted by spaces, and in
-- `tags` what it can be filtered by. Merging sixteen small parts at a time instead of four writes a third as much.
/*sqlite
CREATE VIRTUAL TABLE search_words USING fts5 (
    tags, about, said, content = '', contentless_delete = 1, tokenize = 'ascii'
);
INSERT INTO search_words (search_words, rank) VALUES ('automerge', 16);

CREATE TRIGGER conversations_leave_search AFTER DELETE ON conversations BEGIN
    DELETE FROM search_words WHERE rowid = OLD.document;
    DELETE FROM search_due WHERE workspace_id = OLD.workspace_id AND conversation_id = OLD.conversation_id;
END;
*/

-- Filters with a name. name_key is the name without upper and lower case: no agent has two that read the same.
CREATE TABLE saved_filters (
    workspace_id TEXT NOT NULL,
    filter_id TEXT NOT NULL,
    owner_id TEXT NOT NULL,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    query TEXT NOT NULL,
    is_shared INTEGER NOT NULL,
    position BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, filter_id),
    UNIQUE (workspace_id, owner_id, name_key)
);

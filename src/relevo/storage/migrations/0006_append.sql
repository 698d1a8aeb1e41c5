-- Events and answers stand in the order in which they come, beside an index of their keys (decision 0058). Kept within the index
-- itself, each new row parted a full page of an old conversation in two: 2.3 pages were written for an event, and 2.1 for an answer.
-- On PostgreSQL every table stands like this.

/*sqlite
CREATE TABLE events_as_they_come (
    workspace_id TEXT NOT NULL,
    conversation_id TEXT NOT NULL,
    seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    epoch BIGINT NOT NULL,
    actor TEXT NOT NULL,
    type TEXT NOT NULL,
    data TEXT NOT NULL,
    PRIMARY KEY (workspace_id, conversation_id, seq)
);

INSERT INTO events_as_they_come (workspace_id, conversation_id, seq, at, epoch, actor, type, data)
    SELECT workspace_id, conversation_id, seq, at, epoch, actor, type, data FROM events
    ORDER BY workspace_id, conversation_id, seq;
DROP TABLE events;
ALTER TABLE events_as_they_come RENAME TO events;

CREATE TABLE answers_as_they_come (
    workspace_id TEXT NOT NULL,
    principal TEXT NOT NULL,
    key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    conversation_id TEXT NOT NULL,
    first_seq BIGINT NOT NULL,
    last_seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, principal, key)
);

INSERT INTO answers_as_they_come (workspace_id, principal, key, fingerprint, conversation_id, first_seq, last_seq, at)
    SELECT workspace_id, principal, key, fingerprint, conversation_id, first_seq, last_seq, at FROM answers
    ORDER BY workspace_id, principal, key;
DROP TABLE answers;
ALTER TABLE answers_as_they_come RENAME TO answers;
CREATE INDEX answers_by_age ON answers (at);
*/

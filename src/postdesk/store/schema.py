"""The tables as numbered migrations: number N of the list brings a database from `user_version` N-1 to N.

Moments are milliseconds since 1970 (`…_ms`), and lists are JSON. A post's `state` is derived from its entries, so that SQL
can filter and count ten thousand posts; every change of an entry refreshes its post in the same transaction.
"""

from postdesk.store.composer_schema import COMPOSER, UNFINISHED
from postdesk.store.planning_schema import ATTENTION, IN_PARTS, PLANNING

_FIRST = """
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE workspaces (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    base_url TEXT NOT NULL,
    redirect_ports TEXT NOT NULL,
    return_page TEXT NOT NULL DEFAULT ''
);

CREATE TABLE clients (
    id INTEGER PRIMARY KEY,
    workspace_id INTEGER NOT NULL REFERENCES workspaces ON DELETE CASCADE,
    external_user_id TEXT NOT NULL,
    name TEXT NOT NULL,
    colour TEXT NOT NULL,
    zone TEXT NOT NULL,
    lock_in_rule TEXT NOT NULL,
    lock_in_hours INTEGER NOT NULL,
    email TEXT NOT NULL DEFAULT '',
    UNIQUE (workspace_id, external_user_id)
);

CREATE TABLE connections (
    client_id INTEGER NOT NULL REFERENCES clients ON DELETE CASCADE,
    platform TEXT NOT NULL,
    status TEXT NOT NULL,
    remote_account_id TEXT NOT NULL DEFAULT '',
    remote_username TEXT NOT NULL DEFAULT '',
    account_type TEXT NOT NULL DEFAULT '',
    confirmed_account_id TEXT NOT NULL DEFAULT '',
    confirmed_username TEXT NOT NULL DEFAULT '',
    profile_url TEXT NOT NULL DEFAULT '',
    premium INTEGER NOT NULL DEFAULT 0,
    doubled INTEGER NOT NULL DEFAULT 0,
    raw TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (client_id, platform)
) WITHOUT ROWID;

CREATE TABLE connect_sessions (
    id TEXT PRIMARY KEY,
    client_id INTEGER NOT NULL REFERENCES clients ON DELETE CASCADE,
    platform TEXT NOT NULL,
    kind TEXT NOT NULL,
    status TEXT NOT NULL,
    connect_url TEXT NOT NULL,
    created_ms INTEGER NOT NULL,
    watched_until_ms INTEGER NOT NULL,
    error_code TEXT NOT NULL DEFAULT '',
    known_account_id TEXT NOT NULL DEFAULT ''
);

CREATE TABLE drafts (
    id TEXT PRIMARY KEY,
    client_id INTEGER NOT NULL REFERENCES clients ON DELETE CASCADE,
    platforms TEXT NOT NULL,
    text TEXT NOT NULL,
    texts TEXT NOT NULL,
    title TEXT NOT NULL,
    media_url TEXT NOT NULL,
    thumbnail_url TEXT NOT NULL,
    due_ms INTEGER,
    replaces_post INTEGER,
    copied_from_post INTEGER,
    updated_ms INTEGER NOT NULL
);
CREATE INDEX drafts_due ON drafts (due_ms) WHERE due_ms IS NOT NULL;

CREATE TABLE posts (
    id INTEGER PRIMARY KEY,
    workspace_id INTEGER NOT NULL REFERENCES workspaces ON DELETE CASCADE,
    client_id INTEGER NOT NULL REFERENCES clients ON DELETE CASCADE,
    origin TEXT NOT NULL,
    group_token TEXT NOT NULL,
    text TEXT NOT NULL,
    title TEXT NOT NULL DEFAULT '',
    due_ms INTEGER NOT NULL,
    state TEXT NOT NULL,
    urgency INTEGER NOT NULL,
    platforms TEXT NOT NULL,
    marks TEXT NOT NULL,
    reason TEXT NOT NULL DEFAULT '',
    created_ms INTEGER NOT NULL,
    changed_ms INTEGER NOT NULL,
    overridden TEXT NOT NULL DEFAULT '[]'
);
CREATE INDEX posts_due ON posts (workspace_id, due_ms, state);
CREATE INDEX posts_client_due ON posts (client_id, due_ms, state);
CREATE INDEX posts_urgency ON posts (workspace_id, urgency DESC, due_ms DESC);
CREATE INDEX posts_client_urgency ON posts (client_id, urgency DESC, due_ms DESC);
CREATE INDEX posts_state ON posts (workspace_id, state, due_ms);
CREATE INDEX posts_group ON posts (group_token);

CREATE TABLE entries (
    id INTEGER PRIMARY KEY,
    post_id INTEGER NOT NULL REFERENCES posts ON DELETE CASCADE,
    workspace_id INTEGER NOT NULL,
    client_id INTEGER NOT NULL,
    ours INTEGER NOT NULL,
    platforms TEXT NOT NULL,
    state TEXT NOT NULL,
    mode TEXT NOT NULL,
    due_ms INTEGER NOT NULL,
    content TEXT NOT NULL DEFAULT '',
    title TEXT NOT NULL DEFAULT '',
    media_url TEXT NOT NULL DEFAULT '',
    thumbnail_url TEXT NOT NULL DEFAULT '',
    lock_in_ms INTEGER,
    hold TEXT,
    not_before_ms INTEGER,
    token TEXT NOT NULL DEFAULT '',
    hash TEXT NOT NULL DEFAULT '',
    accounts TEXT NOT NULL DEFAULT '[]',
    attempts INTEGER NOT NULL DEFAULT 0,
    reason TEXT NOT NULL DEFAULT '',
    evidence TEXT NOT NULL DEFAULT '',
    remote_id TEXT NOT NULL DEFAULT '',
    remote_status TEXT NOT NULL DEFAULT '',
    stage TEXT NOT NULL DEFAULT 'scheduled',
    results TEXT NOT NULL DEFAULT '[]',
    checked_ms INTEGER,
    changed_ms INTEGER NOT NULL
);
CREATE INDEX entries_post ON entries (post_id);
CREATE INDEX entries_waiting ON entries (workspace_id, state, due_ms);
CREATE UNIQUE INDEX entries_moment ON entries (workspace_id, due_ms) WHERE ours;
CREATE UNIQUE INDEX entries_remote ON entries (workspace_id, remote_id) WHERE remote_id != '';
CREATE INDEX entries_unsettled ON entries (workspace_id, stage, due_ms) WHERE state = 'accepted';

CREATE TABLE attempts (
    entry_id INTEGER NOT NULL REFERENCES entries ON DELETE CASCADE,
    number INTEGER NOT NULL,
    token TEXT NOT NULL,
    started_ms INTEGER NOT NULL,
    ended_ms INTEGER,
    outcome TEXT NOT NULL DEFAULT '',
    baseline TEXT NOT NULL,
    PRIMARY KEY (entry_id, number)
) WITHOUT ROWID;

CREATE TABLE answers (
    id INTEGER PRIMARY KEY,
    entry_id INTEGER NOT NULL REFERENCES entries ON DELETE CASCADE,
    at_ms INTEGER NOT NULL,
    what TEXT NOT NULL,
    raw TEXT NOT NULL
);
CREATE INDEX answers_entry ON answers (entry_id, at_ms);

CREATE VIRTUAL TABLE words USING fts5 (text, title, content='posts', content_rowid='id');
CREATE TRIGGER words_of_new AFTER INSERT ON posts BEGIN
    INSERT INTO words (rowid, text, title) VALUES (new.id, new.text, new.title);
END;
CREATE TRIGGER words_of_gone AFTER DELETE ON posts BEGIN
    INSERT INTO words (words, rowid, text, title) VALUES ('delete', old.id, old.text, old.title);
END;
CREATE TRIGGER words_of_changed AFTER UPDATE OF text, title ON posts BEGIN
    INSERT INTO words (words, rowid, text, title) VALUES ('delete', old.id, old.text, old.title);
    INSERT INTO words (rowid, text, title) VALUES (new.id, new.text, new.title);
END;
"""

_FOUND_LATER = """
ALTER TABLE attempts ADD COLUMN due_ms INTEGER;
CREATE INDEX attempts_called_not_sent ON attempts (ended_ms) WHERE outcome = 'closed_by_user';
CREATE INDEX entries_bare ON entries (workspace_id, due_ms) WHERE NOT ours AND checked_ms IS NULL;
"""

_UNTIMED = """
CREATE INDEX posts_untimed ON posts (due_ms) WHERE reason = 'time_unknown';
"""

_LEARNED = """
CREATE TABLE habits (
    base_url TEXT NOT NULL,
    habit TEXT NOT NULL,
    has_it INTEGER NOT NULL,
    times INTEGER NOT NULL,
    at_ms INTEGER NOT NULL,
    PRIMARY KEY (base_url, habit)
) WITHOUT ROWID;
ALTER TABLE attempts ADD COLUMN whole INTEGER NOT NULL DEFAULT 0;
ALTER TABLE attempts ADD COLUMN absent INTEGER NOT NULL DEFAULT 0;
ALTER TABLE attempts ADD COLUMN mode TEXT NOT NULL DEFAULT '';
"""

_RETRIES = """
ALTER TABLE drafts ADD COLUMN retries_post INTEGER;
ALTER TABLE posts ADD COLUMN retries_post INTEGER;
CREATE INDEX posts_retries ON posts (retries_post) WHERE retries_post IS NOT NULL;
"""

_FATES = """
ALTER TABLE entries ADD COLUMN stands_ms INTEGER;
ALTER TABLE entries ADD COLUMN earlier TEXT NOT NULL DEFAULT '[]';
UPDATE entries SET stands_ms = changed_ms WHERE state = 'accepted' AND remote_id != '';
-- What was believed by the request's word though a platform's result said something else is asked for once more.
UPDATE entries SET stage = 'processing'
WHERE state = 'accepted' AND remote_id != '' AND stage IN ('published', 'failed') AND EXISTS (
    SELECT 1 FROM json_each(CASE WHEN json_valid(results) THEN results ELSE '[]' END) AS result
    WHERE result.type = 'array' AND lower(trim(CASE WHEN result.type = 'array' THEN json_extract(result.value, '$[1]') END))
        != lower(trim(remote_status)));
-- What may be sent once more knows all that it tries again, one after another.
UPDATE entries SET earlier = (
    WITH RECURSIVE tried (post_id) AS (
        SELECT retries_post FROM posts WHERE id = entries.post_id
        UNION SELECT posts.retries_post FROM posts JOIN tried ON posts.id = tried.post_id)
    SELECT json_group_array(first.id) FROM tried JOIN entries AS first ON first.post_id = tried.post_id
    WHERE first.remote_id != '')
WHERE state IN ('planned', 'queued', 'missed', 'sending', 'uncertain', 'needs_user')
    AND post_id IN (SELECT id FROM posts WHERE retries_post IS NOT NULL);
"""

_LISTED = """
-- With the id, so that posts at one time have an order, and with what posts are filtered by: an index alone counts them.
DROP INDEX posts_due;
CREATE INDEX posts_due ON posts (workspace_id, due_ms, id, state, client_id, platforms);
DROP INDEX posts_client_due;
CREATE INDEX posts_client_due ON posts (client_id, due_ms, id, state);
DROP INDEX posts_urgency;
DROP INDEX posts_client_urgency;
CREATE INDEX posts_repaired ON posts (workspace_id) WHERE urgency = 0 AND state IN ('failed', 'missed', 'partial', 'rejected');
CREATE INDEX posts_changed ON posts (workspace_id, state, changed_ms);
CREATE INDEX drafts_labelled ON drafts (client_id, labels) WHERE labels != '[]';
CREATE INDEX occurrences_drafted ON occurrences (number) WHERE outcome = 'drafted';
"""

_TOLD = """
DROP INDEX entries_unsettled;
CREATE INDEX entries_unsettled ON entries (workspace_id, stage, due_ms)
WHERE state = 'accepted' AND (ours OR checked_ms IS NOT NULL);
"""

_ALIKE = """
CREATE INDEX entries_of_client ON entries (client_id, due_ms) WHERE ours;
"""

MIGRATIONS = (
    *(_FIRST, _FOUND_LATER, _UNTIMED, _LEARNED, _RETRIES, COMPOSER, PLANNING, UNFINISHED, _FATES, IN_PARTS, ATTENTION),
    _LISTED,
    _TOLD,
    _ALIKE,
)
"""SQL scripts by version. A released script never changes."""

"""The composer's tables, as parts of two migrations (`schema.py`), in the same form as the others."""

_LABELS = """
ALTER TABLE drafts ADD COLUMN labels TEXT NOT NULL DEFAULT '[]';
ALTER TABLE drafts ADD COLUMN template TEXT NOT NULL DEFAULT '';
"""

_DRAFTS_FOUND = """
ALTER TABLE posts ADD COLUMN labels TEXT NOT NULL DEFAULT '[]';
CREATE INDEX drafts_listed ON drafts (template, updated_ms, client_id);
CREATE VIEW words_in_drafts AS
SELECT rowid, text, title,
    (SELECT group_concat(own.atom, ' ') FROM json_tree(CASE WHEN json_valid(texts) THEN texts END) AS own
        WHERE own.type = 'text' AND own.key IN ('text', 'title', 1)) AS own,
    (SELECT group_concat(label.atom, ' ') FROM json_each(CASE WHEN json_valid(labels) THEN labels END) AS label) AS labels,
    template
FROM drafts;
CREATE VIRTUAL TABLE draft_words USING fts5 (
    text, title, own, labels, template, tokenize='unicode61 remove_diacritics 2', prefix='1 2 3'
);
CREATE TRIGGER draft_words_of_new AFTER INSERT ON drafts BEGIN
    INSERT INTO draft_words (rowid, text, title, own, labels, template) SELECT * FROM words_in_drafts WHERE rowid = new.rowid;
END;
CREATE TRIGGER draft_words_of_gone AFTER DELETE ON drafts BEGIN
    DELETE FROM draft_words WHERE rowid = old.rowid;
END;
CREATE TRIGGER draft_words_of_changed AFTER UPDATE OF text, title, texts, labels, template ON drafts BEGIN
    DELETE FROM draft_words WHERE rowid = old.rowid;
    INSERT INTO draft_words (rowid, text, title, own, labels, template) SELECT * FROM words_in_drafts WHERE rowid = new.rowid;
END;
INSERT INTO draft_words (rowid, text, title, own, labels, template) SELECT * FROM words_in_drafts;
"""

_VERSIONS = """
CREATE TABLE draft_versions (
    id INTEGER PRIMARY KEY,
    draft_id TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    text TEXT NOT NULL,
    texts TEXT NOT NULL,
    title TEXT NOT NULL,
    media_url TEXT NOT NULL,
    thumbnail_url TEXT NOT NULL
);
CREATE INDEX draft_versions_of ON draft_versions (draft_id, at_ms);
"""

_WORDS = """
ALTER TABLE clients ADD COLUMN tags_links INTEGER NOT NULL DEFAULT 0;
ALTER TABLE clients ADD COLUMN tags TEXT NOT NULL DEFAULT '[]';
ALTER TABLE clients ADD COLUMN sites TEXT NOT NULL DEFAULT '[]';
ALTER TABLE drafts ADD COLUMN plain_links INTEGER NOT NULL DEFAULT 0;
CREATE TABLE snippets (
    id INTEGER PRIMARY KEY,
    workspace_id INTEGER NOT NULL REFERENCES workspaces ON DELETE CASCADE,
    client_id INTEGER REFERENCES clients ON DELETE CASCADE,
    name TEXT NOT NULL,
    text TEXT NOT NULL,
    at_end INTEGER NOT NULL,
    changed_ms INTEGER NOT NULL
);
"""

_UPLOADS = """
CREATE TABLE upload_targets (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace_id INTEGER NOT NULL REFERENCES workspaces ON DELETE CASCADE,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    preferred INTEGER NOT NULL,
    endpoint TEXT NOT NULL DEFAULT '',
    region TEXT NOT NULL DEFAULT '',
    bucket TEXT NOT NULL DEFAULT '',
    prefix TEXT NOT NULL DEFAULT '',
    public_base TEXT NOT NULL DEFAULT '',
    path_style INTEGER NOT NULL DEFAULT 1,
    access_key TEXT NOT NULL DEFAULT '',
    arguments TEXT NOT NULL DEFAULT '[]',
    patience_s INTEGER NOT NULL DEFAULT 600
);
CREATE TABLE uploads (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace_id INTEGER NOT NULL REFERENCES workspaces ON DELETE CASCADE,
    draft_id TEXT NOT NULL,
    platform TEXT NOT NULL,
    field TEXT NOT NULL,
    path BLOB NOT NULL,
    target_id INTEGER NOT NULL
);
"""

_OWN_LIMITS = """
ALTER TABLE connections ADD COLUMN limits TEXT NOT NULL DEFAULT '[]';
"""

_WRITTEN = """
ALTER TABLE entries ADD COLUMN written TEXT NOT NULL DEFAULT '';
"""

_FAMILIES = """
ALTER TABLE posts ADD COLUMN family TEXT NOT NULL DEFAULT '';
CREATE INDEX posts_family ON posts (family) WHERE family != '';
"""

_LOOKS = """
CREATE TABLE looks (
    url TEXT PRIMARY KEY,
    at_ms INTEGER NOT NULL,
    expires_ms INTEGER,
    facts TEXT NOT NULL
) WITHOUT ROWID;
ALTER TABLE entries ADD COLUMN media_meant INTEGER NOT NULL DEFAULT 0;
"""

UNFINISHED = """
ALTER TABLE uploads ADD COLUMN key TEXT NOT NULL DEFAULT '';
CREATE TABLE unfinished (
    target_id INTEGER NOT NULL,
    key TEXT NOT NULL,
    multipart TEXT NOT NULL,
    begun_ms INTEGER NOT NULL,
    PRIMARY KEY (target_id, key)
) WITHOUT ROWID;
"""
"""Migrates a database from version 7 to 8."""

COMPOSER = _LABELS + _DRAFTS_FOUND + _VERSIONS + _WORDS + _UPLOADS + _OWN_LIMITS + _LOOKS + _FAMILIES + _WRITTEN
"""Migrates a database from version 5 to 6."""

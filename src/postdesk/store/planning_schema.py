"""The planning tables, one constant each; see `store/schema.py`."""

from typing import Final

_IMPORTS: Final = """
CREATE TABLE imports (
    id TEXT PRIMARY KEY,
    workspace_id INTEGER NOT NULL REFERENCES workspaces ON DELETE CASCADE,
    name TEXT NOT NULL,
    at_ms INTEGER NOT NULL
);
CREATE TABLE imported_rows (
    draft_id TEXT PRIMARY KEY,
    import_id TEXT NOT NULL REFERENCES imports ON DELETE CASCADE,
    client_id INTEGER NOT NULL REFERENCES clients ON DELETE CASCADE,
    fingerprint TEXT NOT NULL,
    moments TEXT NOT NULL DEFAULT '[]'
);
CREATE INDEX imported_rows_of ON imported_rows (import_id);
"""

_PASSED: Final = """
ALTER TABLE drafts ADD COLUMN overridden TEXT NOT NULL DEFAULT '[]';
"""

_SERIES: Final = """
CREATE TABLE series (
    id TEXT PRIMARY KEY,
    client_id INTEGER NOT NULL REFERENCES clients ON DELETE CASCADE,
    every TEXT NOT NULL,
    first_ms INTEGER NOT NULL,
    step INTEGER NOT NULL,
    weekdays TEXT NOT NULL,
    day INTEGER NOT NULL,
    nth INTEGER NOT NULL,
    until_ms INTEGER,
    times INTEGER,
    platforms TEXT NOT NULL,
    wordings TEXT NOT NULL,
    own_times_ms INTEGER NOT NULL,
    since_ms INTEGER NOT NULL,
    labels TEXT NOT NULL,
    plain_links INTEGER NOT NULL,
    overridden TEXT NOT NULL,
    ahead_days INTEGER NOT NULL,
    same_meant INTEGER NOT NULL,
    state TEXT NOT NULL,
    changed_ms INTEGER NOT NULL
);
CREATE TABLE occurrences (
    series_id TEXT NOT NULL REFERENCES series ON DELETE CASCADE,
    number INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    draft_id TEXT NOT NULL,
    moments TEXT NOT NULL,
    turn INTEGER NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (series_id, number)
);
CREATE INDEX occurrences_draft ON occurrences (draft_id) WHERE draft_id != '';
ALTER TABLE posts ADD COLUMN series_id TEXT NOT NULL DEFAULT '';
CREATE TRIGGER series_of_new AFTER INSERT ON posts WHEN new.group_token != '' AND new.series_id = '' BEGIN
    UPDATE posts SET series_id = coalesce(
        (SELECT series_id FROM occurrences WHERE draft_id IN (new.group_token, new.family) AND draft_id != ''), '')
    WHERE id = new.id;
END;
CREATE TRIGGER posts_of_new AFTER INSERT ON occurrences WHEN new.draft_id != '' BEGIN
    UPDATE posts SET series_id = new.series_id WHERE group_token = new.draft_id;
END;
"""

_SLOTS: Final = """
CREATE TABLE slots (
    id INTEGER PRIMARY KEY,
    client_id INTEGER NOT NULL REFERENCES clients ON DELETE CASCADE,
    platform TEXT NOT NULL,
    weekday INTEGER NOT NULL CHECK (weekday BETWEEN 1 AND 7),
    minute INTEGER NOT NULL CHECK (minute BETWEEN 0 AND 1439),
    UNIQUE (client_id, platform, weekday, minute)
);
CREATE INDEX drafts_with_own_times ON drafts (client_id) WHERE instr(texts, '"due_ms"');
ALTER TABLE clients ADD COLUMN gap_minutes INTEGER NOT NULL DEFAULT 0;
"""

_CLIENTS: Final = """
ALTER TABLE clients ADD COLUMN platforms TEXT NOT NULL DEFAULT '[]';
ALTER TABLE clients ADD COLUMN approval INTEGER NOT NULL DEFAULT 0;
ALTER TABLE clients ADD COLUMN archived INTEGER NOT NULL DEFAULT 0;
ALTER TABLE clients ADD COLUMN accounts_read_ms INTEGER;
ALTER TABLE clients ADD COLUMN changes INTEGER NOT NULL DEFAULT 0;
ALTER TABLE posts ADD COLUMN approval TEXT NOT NULL DEFAULT '';
ALTER TABLE posts ADD COLUMN approved_for TEXT NOT NULL DEFAULT '[]';
CREATE INDEX posts_approval ON posts (client_id, state) WHERE approval = 'waiting';
"""

_DAY_NOTES: Final = """
CREATE TABLE day_notes (
    id TEXT PRIMARY KEY,
    workspace_id INTEGER NOT NULL REFERENCES workspaces ON DELETE CASCADE,
    client_id INTEGER REFERENCES clients ON DELETE CASCADE,
    day TEXT NOT NULL,
    text TEXT NOT NULL,
    changed_ms INTEGER NOT NULL
);
CREATE INDEX day_notes_of ON day_notes (workspace_id, day);
"""

IN_PARTS: Final = """
ALTER TABLE imports ADD COLUMN state TEXT NOT NULL DEFAULT 'finished';
"""

ATTENTION: Final = """
CREATE INDEX posts_attention ON posts (workspace_id, state, due_ms, client_id, urgency, origin)
WHERE urgency > 0 AND origin = 'here';
CREATE INDEX entries_unsent ON entries (workspace_id, client_id, platforms, due_ms, post_id, state)
WHERE state IN ('planned', 'queued');
"""

PLANNING: Final = _IMPORTS + _PASSED + _SERIES + _SLOTS + _CLIENTS + _DAY_NOTES

"""Single values of a database with a row in each table, altered one at a time, column by column.

A text gets a letter of another kind, loses its first bracket, becomes invalid UTF-8, or becomes bytes; a number becomes far
too large, negative, or a text; an optional value is removed.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.proofs import storage

from postdesk.domain.settings import Settings
from postdesk.store import integrity, settings
from postdesk.store.database import FILE, Database

_POSTS: Final = 9
_OF_NUMBERS: Final = ("a text", "a real")
_SEARCHED: Final = ("words", "draft_words")
_NOW_MS: Final = round(storage.NOW.timestamp() * 1000)
_EVERYTHING: Final = """
UPDATE workspaces SET base_url = 'http://127.0.0.1:9/api', return_page = 'https://example.com/back';
UPDATE clients SET tags = '[["","a","b","c","d","e"],["linkedin","a","b","c","d","e"]]', tags_links = 1,
    sites = '["example.com"]', platforms = '["linkedin","twitter"]', email = 'ann@example.com';
INSERT INTO connections (client_id, platform, status, remote_account_id, remote_username, account_type, profile_url, raw, limits)
    SELECT id, 'linkedin', 'connected', 'account', 'ann', 'page', 'https://example.com/a', '{}', '[["text",100.0]]' FROM clients;
INSERT INTO connect_sessions VALUES ('session', 1, 'twitter', 'link', 'failed', 'https://example.com/c', NOW, NOW, 'denied', '');
UPDATE drafts SET due_ms = NOW + 3600000, platforms = '["linkedin","twitter"]', title = 'A title', labels = '["idea"]',
    texts = '[{"platform":"twitter","text":"Own words","due_ms":1795521600000}]', overridden = '["linkedin:long"]';
INSERT INTO draft_versions (draft_id, at_ms, text, texts, title, media_url, thumbnail_url)
    SELECT id, updated_ms, text, texts, title, media_url, thumbnail_url FROM drafts;
INSERT INTO snippets VALUES (1, 1, 1, 'Bye', 'See you', 1, NOW);
UPDATE posts SET labels = '["idea"]', overridden = '["linkedin:long"]', approval = 'approved', approved_for = '["print"]',
    title = 'A title' WHERE id % 4 = 0;
UPDATE entries SET accounts = '[["linkedin","account"]]';
UPDATE entries SET stage = 'published', remote_status = 'published', evidence = 'token', checked_ms = changed_ms,
    results = '[["linkedin","published","out",""]]' WHERE state = 'accepted';
UPDATE entries SET state = 'needs_user', evidence = 'cannot_tell', reason = 'dropped' WHERE id % 9 = 0;
INSERT INTO attempts (entry_id, number, token, started_ms, ended_ms, outcome, baseline, due_ms, mode)
    SELECT id, 1, token, due_ms, due_ms, 'dropped', '["other"]', due_ms, 'immediate' FROM entries
    WHERE state IN ('accepted', 'needs_user');
INSERT INTO answers (entry_id, at_ms, what, raw) SELECT id, NOW, 'POST', '{}' FROM entries WHERE state = 'accepted';
INSERT INTO habits VALUES ('http://127.0.0.1:9/api', 'words', 1, 3, NOW);
INSERT INTO upload_targets (workspace_id, name, kind, preferred, arguments) VALUES (1, 'Copy', 'command', 1, '["cp","{file}"]');
INSERT INTO uploads (workspace_id, draft_id, platform, field, path, target_id, key)
    VALUES (1, 'a draft', 'linkedin', 'media_url', CAST('/nowhere/a.png' AS BLOB), 1, 'key');
INSERT INTO unfinished VALUES (1, 'key', 'multipart', NOW);
INSERT INTO looks VALUES ('https://example.com/a.jpg', NOW, NULL, '["image/jpeg",100,10,10,0.0,0.0,0,"",""]');
INSERT INTO imports VALUES ('import', 1, 'posts.csv', NOW, 'finished');
INSERT INTO imported_rows VALUES ('a draft', 'import', 1, 'print', '[NOW]');
INSERT INTO series VALUES ('series', 1, 'weeks', NOW, 1, '[1,3]', 1, 1, NULL, 5, '["linkedin"]',
    '[{"text":"Every week","title":"","media_url":"","thumbnail_url":"","texts":"[]"}]', NOW, NOW, '["idea"]', 0, '[]', 14, 0,
    'paused', NOW);
INSERT INTO occurrences VALUES ('series', 739000, 'skipped', 'a draft', '[NOW]', 0, '');
INSERT INTO slots (client_id, platform, weekday, minute) VALUES (1, 'linkedin', 1, 600), (1, '', 3, 60);
INSERT INTO day_notes VALUES ('note', 1, NULL, '2026-11-24', 'Fair', NOW);
INSERT OR REPLACE INTO settings VALUES ('last_workspace', '1'), ('last_open:1', '[1, "a draft"]'),
    ('last_used:1', '[["linkedin"], NOW]'), ('left_1', 'NOW'), ('spelling_words', '["postdesk"]'), ('emoji_recent', '😀'),
    ('emoji_tone', '1');
"""


@dataclass(frozen=True, slots=True)
class Alteration:
    """One value of one row, and the SQL expression that replaces it."""

    table: str
    column: str
    row: tuple[str, object]
    how: str
    value: object
    sql: str = "?"

    @property
    def is_text(self) -> bool:
        """True where it was a text, of any content."""
        return self.how not in _OF_NUMBERS and not self.how.lstrip("-").isdecimal()

    def __str__(self) -> str:
        return f"{self.table}.{self.column} of {self.row[1]}: {self.how}"

    def apply(self, file: Path) -> None:
        """Alter the file in place."""
        with closing(sqlite3.connect(file, isolation_level=None)) as conn:
            conn.execute("PRAGMA ignore_check_constraints = ON")
            self.write(conn)

    def write(self, conn: sqlite3.Connection) -> None:
        """Alter by a connection. Raises sqlite3.IntegrityError where SQLite rejects the value."""
        sql = f"UPDATE {self.table} SET {self.column} = {self.sql} WHERE {self.row[0]} = ?"
        conn.execute(sql, (self.value, self.row[1]))


def everything(folder: Path) -> None:
    """Make a profile with a row in each table, and a backup from before the last of them."""
    storage.profile(folder, posts=_POSTS)
    with closing(sqlite3.connect(folder / FILE, isolation_level=None)) as conn:
        conn.executescript(_EVERYTHING.replace("NOW", str(_NOW_MS)))
    database = Database(folder)
    database.submit(lambda conn: settings.save(conn, Settings())).result()
    database.close()
    if wrong := integrity.find_file_damage(folder / FILE, thorough=True):
        raise AssertionError(wrong)


def alterations(file: Path) -> tuple[Alteration, ...]:
    """Return all possible alterations: one row or two of each table, and each of the settings."""
    with closing(sqlite3.connect(file)) as conn:
        conn.row_factory = sqlite3.Row
        tables = [row["name"] for row in conn.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        ours = [each for each in tables if not each.startswith((*_SEARCHED, "sqlite_"))]
        return tuple(each for table in ours for each in _of_table(conn, table))


def _of_table(conn: sqlite3.Connection, table: str) -> Iterator[Alteration]:
    columns = conn.execute("SELECT * FROM pragma_table_info(?)", (table,)).fetchall()
    key = next(row["name"] for row in columns if row["pk"] == 1)
    rows = conn.execute(f"SELECT * FROM {table} ORDER BY {key} {'LIMIT 100' if table == 'settings' else 'LIMIT 4'}").fetchall()
    for row in rows if table == "settings" else rows[:1] + rows[3:]:
        for column in columns:
            if column["name"] != key or table == "settings":
                yield from _of_value(table, column["name"], (key, row[key]), row[column["name"]])


def _of_value(table: str, column: str, row: tuple[str, object], value: object) -> Iterator[Alteration]:
    def altered(how: str, to: object, sql: str = "?") -> Alteration:
        return Alteration(table, column, row, how, to, sql)

    if isinstance(value, str):
        data = value.encode()
        for place in {0, len(data) // 3, len(data) // 2, len(data) - 1} if data else ():
            flipped = bytearray(data)
            flipped[place] ^= 1 << (place % 5)
            yield altered(f"a bit at {place}", bytes(flipped), "CAST(? AS TEXT)")
        yield altered("no UTF-8", b"\xff" + data[1:], "CAST(? AS TEXT)")
        yield altered("bytes", data)
        yield altered("something else", "[[[{}]]]")
        yield altered("nothing", "")
    elif isinstance(value, int):
        for number in (2**62, -(2**62), 2**40, -1):
            yield altered(str(number), number)
        yield altered("a text", "twelve")
        yield altered("a real", 0.5)

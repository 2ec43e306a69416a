"""The file itself: killed while it is migrated, repaired or replaced, on a disk that gets full, and with single bits flipped.

`python -m tests.proofs.storage ACT FOLDER POINT` is the process that is killed at that point; 0 prints their number.
"""

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final, TypeAlias

from tests.proofs.process_forker import environment
from tests.support.filled import an_entry, at, fill

from postdesk.domain.delivery import Hold, State
from postdesk.domain.drafts import Draft
from postdesk.domain.posts import Entry, content_hash
from postdesk.domain.storage import StorageFailure
from postdesk.store import (
    backups,
    clients,
    drafts,
    entries,
    integrity,
    packed_files,
    repair,
    replacement_notice,
    settings,
    workspaces,
)
from postdesk.store.copy_detection import hold_if_copied
from postdesk.store.database import FILE, READY, Database
from postdesk.store.schema import MIGRATIONS
from postdesk.store.sqlite import StorageError

Meant: TypeAlias = dict[str, tuple[object, ...]]

NOW: Final = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
LATER: Final = NOW + timedelta(hours=5)
CHANGED: Final = "an entry changed: told, not sent"
_POSTS: Final = 40
_PATIENCE_S: Final = 60
_STEP: Final = 20
"""Instructions of SQLite's machine between two points."""
_HEADER: Final = 100 * 8
"""The bits of the file's header."""
_COPY: Final = "all.postdesk"
_SMALL: Final = "6m"


@dataclass(frozen=True, slots=True)
class Trial:
    """One try: the action, its place, and its result; `wrong` is empty where all promises hold."""

    act: str
    point: int
    came: str
    wrong: str = ""


def table(trials: list[Trial]) -> str:
    """Return the results in Markdown."""
    counted = Counter((trial.act, trial.came) for trial in trials)
    lines = (f"| {act} | {came} | {times} |" for (act, came), times in sorted(counted.items()))
    return "\n".join(("| | what came of it | times |", "|---|---|--:|", *lines))


def profile(folder: Path, version: int = len(MIGRATIONS), posts: int = _POSTS) -> None:
    """Make a file of that version with clients, drafts and posts, waiting and published."""
    filled = fill(folder)
    client = filled.clients[0]
    for number in range(posts):
        words = f"Post {number} " * 20
        entry = an_entry(due_at=at(NOW, number), content=words, token=f"token {number}", client_id=client.id)
        entry = replace(entry, hash=content_hash(client.external_user_id, entry))
        state = (State.PLANNED, State.QUEUED, State.ACCEPTED)[number % 3]
        filled.add(replace(entry, state=state, remote_id=f"id {number}" if state is State.ACCEPTED else ""), text=words)
    draft = Draft("a draft", client.id, text="A thought", updated_at=NOW)
    filled.database.submit(lambda conn: drafts.save(conn, draft)).result()
    filled.database.submit(lambda conn: hold_if_copied(conn, filled.database.path, NOW)).result()
    filled.database.close()
    if version < len(MIGRATIONS):
        _go_back(folder / FILE, version)


def _go_back(path: Path, version: int) -> None:
    """Make a file of an earlier version with the same rows."""
    old = path.with_name("old.sqlite3")
    with closing(sqlite3.connect(old, isolation_level=None)) as made:
        for script in MIGRATIONS[:version]:
            made.executescript(script)
        made.execute(f"PRAGMA user_version = {version}")
        made.execute("ATTACH ? AS new", (str(path),))
        for name in ("settings", "workspaces", "clients", "drafts", "posts", "entries"):
            columns = ", ".join(integrity.columns_of(made, name))
            made.execute(f"INSERT INTO main.{name} ({columns}) SELECT {columns} FROM new.{name}")
    old.replace(path)


def words_of(path: Path) -> tuple[object, ...]:
    """Return all data that must not change."""
    with closing(sqlite3.connect(path)) as conn:
        return (
            conn.execute("SELECT id, content, state, due_ms, hash, token FROM entries ORDER BY id").fetchall(),
            conn.execute("SELECT id, text FROM posts ORDER BY id").fetchall(),
            conn.execute("SELECT id, text FROM drafts ORDER BY id").fetchall(),
            conn.execute("SELECT name FROM clients ORDER BY id").fetchall(),
        )


# Kills


def _migrate(folder: Path) -> None:
    Database(folder).close()


def _repair(folder: Path) -> None:
    if repair.is_damaged(folder):
        repair.repair(folder, LATER)
    Database(folder).close()


def _back_up(folder: Path) -> None:
    backups.back_up(folder / FILE, LATER)


def _bring(folder: Path) -> None:
    if not (folder / READY).exists() and not _was_brought(folder):
        backups.back_up(folder / FILE, LATER)
        repair.prepare_import(folder, folder / _COPY, LATER)
    Database(folder).close()


def _was_brought(folder: Path) -> bool:
    with closing(sqlite3.connect(folder / FILE)) as conn:
        conn.row_factory = sqlite3.Row
        return replacement_notice.pending(conn) is not None


def _old(folder: Path) -> None:
    profile(folder, version=1)


def _torn(folder: Path) -> None:
    profile(folder)
    backups.back_up(folder / FILE, NOW)
    data = bytearray((folder / FILE).read_bytes())
    data[4096 * 6 : 4096 * 9] = b"\xff" * 4096 * 3
    (folder / FILE).write_bytes(data)


def _with_backups(folder: Path) -> None:
    """Make a profile with a plain backup of an earlier version, a packed one of today, and a change since."""
    profile(folder)
    first = backups.back_up(folder / FILE, NOW - timedelta(days=1))
    packed_files.unpack(first.path, first.path.with_name(f"postdesk-{first.made_at:%Y%m%d-%H%M%S}.sqlite3"))
    backups.back_up(folder / FILE, NOW)
    database = Database(folder)
    database.submit(lambda conn: settings.remember(conn, "of", "this computer")).result()
    database.close()


def _with_copy(folder: Path) -> None:
    profile(folder)
    backups.copy(folder / FILE, folder / _COPY, NOW)
    database = Database(folder)
    database.submit(lambda conn: settings.remember(conn, "of", "this computer")).result()
    database.close()


ACTS: Final[dict[str, tuple[Callable[[Path], None], Callable[[Path], None]]]] = {
    "migrated": (_old, _migrate),
    "repaired": (_torn, _repair),
    "replaced": (_with_copy, _bring),
    "backed up": (_with_backups, _back_up),
}


def kills(folder: Path, times: int, seed: int) -> list[Trial]:
    """Kill each act at evenly spaced points between its start and its end; start again, and compare."""
    return [trial for act in ACTS for trial in _kills_of(act, folder / act, times, seed)]


def _kills_of(act: str, folder: Path, times: int, seed: int) -> Iterator[Trial]:
    prepare, perform = ACTS[act]
    fresh = folder / "fresh"
    profile(folder / "expected")
    expected = words_of(folder / "expected" / FILE)
    prepare(fresh)
    shutil.copytree(fresh, folder / "counted")
    points = int(_child(act, folder / "counted", 0)[1])
    for number in range(times):
        point = 1 + (number * points + random.Random(seed + number).randrange(points)) // times
        place = folder / str(number)
        shutil.copytree(fresh, place)
        code, _ = _child(act, place, point)
        yield Trial(
            act, point, "killed" if code == -signal.SIGKILL else "ended before", _after_kill(perform, place, act, expected)
        )
        shutil.rmtree(place)


def _child(act: str, folder: Path, point: int) -> tuple[int, str]:
    command = [sys.executable, "-m", "tests.proofs.storage", act, str(folder), str(point)]
    done = subprocess.run(command, env=environment(), capture_output=True, text=True, timeout=_PATIENCE_S, check=False)
    assert done.returncode in (0, -signal.SIGKILL), done.stderr
    return done.returncode, done.stdout


def _after_kill(perform: Callable[[Path], None], folder: Path, act: str, expected: tuple[object, ...]) -> str:
    if act == "migrated" and (wrong := _unlike(folder, expected)):
        return f"before the next start: {wrong}"
    if act == "backed up" and (wrong := _unlike_in_backups(folder, expected, 2)):
        return f"before the next backup: {wrong}"
    perform(folder)
    if wrong := _unlike(folder, expected):
        return wrong
    if act == "backed up":
        left = [each.name for each in (folder / backups.FOLDER).iterdir() if each.name.startswith(".")]
        return _unlike_in_backups(folder, expected, 3) or (f"left {left}" if left else "")
    if act != "migrated":
        database = Database(folder)
        held = database.submit(lambda conn: hold_if_copied(conn, database.path, LATER)).result()
        database.close()
        return "" if held else "it would send by itself"
    return ""


def _unlike_in_backups(folder: Path, expected: tuple[object, ...], number: int) -> str:
    """Return what is wrong with the backups: at least so many, each as it should be."""
    kept = backups.backups(folder / FILE)
    place = folder / "unpacked"
    place.mkdir()
    try:
        for each in kept:
            packed_files.unpack(each.path, place / FILE)
            if wrong := _unlike(place, expected):
                return f"{each.path.name}: {wrong}"
    except StorageError as problem:
        return problem.reason
    finally:
        shutil.rmtree(place)
    return "" if len(kept) >= number else f"{len(kept)} backups"


def _unlike(folder: Path, expected: tuple[object, ...]) -> str:
    if problem := integrity.find_file_damage(folder / FILE, thorough=True):
        return problem
    return "" if words_of(folder / FILE) == expected else "not what was there"


class _Points:
    """Counts the actions of SQLite, and the opened, renamed and removed files, and ends this process at one of them."""

    def __init__(self, point: int) -> None:
        self._point = point
        self.passed = 0

    def watch(self) -> None:
        """Watch from now on."""
        points, connect = self, sqlite3.connect

        def watched(*args: Any, **kwargs: Any) -> sqlite3.Connection:
            connection: sqlite3.Connection = connect(*args, **kwargs)
            connection.set_progress_handler(points.passed_one, _STEP)
            return connection

        setattr(sqlite3, "connect", watched)  # noqa: B010
        sys.addaudithook(lambda event, _: None if event.startswith(("import", "exec", "compile", "object")) else points.note())

    def passed_one(self) -> int:
        """Pass a point; SQLite goes on after it."""
        self.note()
        return 0

    def note(self) -> None:
        """Count one more."""
        self.passed += 1
        if self.passed == self._point:
            os.kill(os.getpid(), signal.SIGKILL)


# A full disk


def full(disk: Path, times: int) -> list[Trial]:
    """On a small disk, migrate, write and back up, each time with less room; then with room again."""
    return [trial for number in range(times) for trial in _full_with(disk, number, number * 2_400_000 // times)]


def _full_with(disk: Path, number: int, room: int) -> Iterator[Trial]:
    folder = disk / "profile"
    profile(folder, version=1)
    expected = words_of(folder / FILE)
    filler = _fill(disk, room)
    told, kept = "had room", []
    try:
        database = Database(folder)
        try:
            for name in range(20):
                database.submit(lambda conn, name=name: settings.remember(conn, f"n {name}", "x" * 8000)).result()  # type: ignore[misc]
                kept.append(f"n {name}")
            backups.back_up(folder / FILE, NOW)
        finally:
            database.close()
    except StorageError as problem:
        told = f"told: {problem.failure}"
    filler.unlink()
    again = Database(folder)
    lost = [name for name in kept if settings.value(again.reader, name) is None]
    again.close()
    wrong = _unlike(folder, expected) or (f"lost {lost}" if lost else "")
    # Where there is no room for the log's index either, SQLite reports only that it cannot write.
    expected_words = (f"told: {StorageFailure.FULL}", f"told: {StorageFailure.UNWRITABLE}", "had room")
    yield Trial("a full disk", number, told, wrong or ("" if told in expected_words else f"said {told}"))
    shutil.rmtree(folder)


def _fill(disk: Path, room: int) -> Path:
    filler = disk / "filler"
    free = os.statvfs(disk)
    with filler.open("wb", buffering=0) as file:
        for _ in range(max(0, free.f_bavail * free.f_frsize - room) // 4096):
            file.write(b"x" * 4096)
    return filler


@contextmanager
def small_disk(folder: Path) -> Iterator[Path | None]:
    """A disk of six megabytes; None where none can be mounted."""
    disk = folder / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={_SMALL}", "tmpfs", disk], capture_output=True, check=False)
    try:
        yield None if mounted.returncode else disk
    finally:
        if not mounted.returncode:
            subprocess.run(["umount", "--lazy", disk], check=True)


# Flipped bits


def flips(folder: Path, times: int, seed: int) -> list[Trial]:
    """Flip one bit of the file each time, start, and compare the posts that would be sent.

    Each fourth is in the header, where few are harmless: in the rest of a file that is mostly empty, most are.
    """
    fresh = folder / "fresh"
    profile(fresh)
    backups.back_up(fresh / FILE, NOW)
    chance = random.Random(seed)
    size = (fresh / FILE).stat().st_size * 8
    intended = meant(fresh)
    bits = [chance.randrange(size if number % 4 else _HEADER) for number in range(times)]
    return [_flip(fresh, folder / str(number), bit, intended) for number, bit in enumerate(bits)]


def meant(folder: Path) -> Meant:
    """Return the contents that are to be sent, by token."""
    database = Database(folder)
    found = {entry.token: _sent(entry) for entry in entries.unfinished(database.reader)}
    database.close()
    return found


def _sent(entry: Entry) -> tuple[object, ...]:
    return (entry.content, entry.title, entry.media_url, entry.thumbnail_url, entry.platforms, entry.due_at, entry.mode)


def _flip(fresh: Path, folder: Path, bit: int, meant: Meant) -> Trial:
    folder.mkdir()
    for each in ("backups", "whereabouts"):
        _move_in(fresh / each, folder)
    data = bytearray((fresh / FILE).read_bytes())
    data[bit // 8] ^= 1 << bit % 8
    (folder / FILE).write_bytes(data)
    try:
        if wrong := _window(folder):
            return Trial("a flipped bit", bit, "no window", f"bit {bit}: {wrong}")
        return Trial("a flipped bit", bit, *_start(folder, bit, meant))
    except Exception as error:  # any exception of a start belongs to the report on that start
        return Trial("a flipped bit", bit, "failed", f"bit {bit}: {type(error).__name__}: {error}")
    finally:
        shutil.rmtree(folder)


def _window(folder: Path) -> str:
    """Open the real window on a copy, as the user does; return the reason why it doesn't open, or its errors."""
    from tests.proofs.opened import opened  # loads all of Qt, which the killed processes do without

    place = folder.with_name(f"{folder.name} to be opened")
    shutil.copytree(folder, place)
    try:
        window = opened(place)
        newer = window.window == "start_problem" and _is_newer(place)
        return "" if (window.is_full or newer) and not window.wrong else f"{window.window}; {'; '.join(window.wrong)}"
    finally:
        shutil.rmtree(place)


def _is_newer(folder: Path) -> bool:
    database = Database(folder)
    database.close()
    return database.newer


def _move_in(what: Path, folder: Path) -> None:
    if what.is_dir():
        shutil.copytree(what, folder / what.name)
    elif what.exists():
        shutil.copyfile(what, folder / what.name)


def _start(folder: Path, bit: int, meant: Meant) -> tuple[str, str]:
    """Start as the application does: open, check, repair where needed; then read everything."""
    came = "harmless"
    try:
        database = Database(folder)
        if database.newer:
            database.close()
            return "taken for a newer version: nothing is sent", ""
        damaged = repair.is_damaged(folder)
        database.close()
    except StorageError:
        damaged = repair.is_damaged(folder)
        if not damaged:
            return "does not open", f"bit {bit}: does not open, and is not repaired"
    if not damaged and integrity.find_file_damage(folder / FILE, thorough=True):
        damaged, came = True, "found by the daily backup, then repaired"
    elif damaged:
        came = "found at the start, and repaired"
    if damaged:
        repair.repair(folder, LATER)
    database = Database(folder)
    try:
        came, wrong = read(database, came, meant)
        return came, f"bit {bit}: {wrong}" if wrong else ""
    finally:
        database.close()


def read(database: Database, came: str, meant: Meant) -> tuple[str, str]:
    """Read everything; return the result, and the broken promise."""
    if problem := integrity.find_damage(database.reader, thorough=True):
        return came, f"damaged after the repair: {problem}"
    database.submit(lambda conn: hold_if_copied(conn, database.path, LATER)).result()
    conn = database.reader
    for workspace in workspaces.all_of(conn):
        drafts.of_workspace(conn, workspace.id)
        clients.all_of(conn, workspace.id)
    settings.load(conn)
    waiting = entries.unfinished(conn)
    for entry in waiting:
        client = clients.get(conn, entry.client_id)
        goes_out = client and entry.hold is not Hold.RESTORED and content_hash(client.external_user_id, entry) == entry.hash
        if goes_out and meant.get(entry.token) != _sent(entry):
            return came, f"entry {entry.id} would be sent as it was not meant"
    told = any(not is_as_hashed(conn, entry) for entry in waiting)
    lost = len(meant) - len(waiting)
    if lost and not replacement_notice.pending(conn):
        return came, f"{lost} posts are not waiting any more, and nobody was told"
    return (CHANGED if told and came == "harmless" else came), ""


def is_as_hashed(conn: sqlite3.Connection, entry: Entry) -> bool:
    """Return True if the entry is still what was approved; otherwise it is held, and the user is asked."""
    client = clients.get(conn, entry.client_id)
    return client is not None and content_hash(client.external_user_id, entry) == entry.hash


def _main(act: str, folder: str, point: str) -> None:
    points = _Points(int(point))
    perform = ACTS[act][1]
    points.watch()
    perform(Path(folder))
    print(points.passed)


if __name__ == "__main__":
    _main(*sys.argv[1:])

"""Single values of the database are altered, column by column, and each time the real window is opened."""

import random
import shutil
import sqlite3
from pathlib import Path

from tests.proofs import storage
from tests.proofs.opened import opened
from tests.support.altered import Alteration, alterations, everything

from postdesk.store import backups, entries, integrity, repair, replacement_notice
from postdesk.store.database import FILE, Database


def trials(folder: Path, times: int | None, seed: int) -> list[storage.Trial]:
    """Alter a value each time, and open the window: `times` values drawn by the seed, or all. Every second time has a backup."""
    fresh = folder / "fresh"
    everything(fresh)
    backups.back_up(fresh / FILE, storage.NOW)
    meant = storage.meant(fresh)
    chosen = tuple(each for each in alterations(fresh / FILE) if each.is_text)
    if times is not None:
        chosen = tuple(random.Random(seed).sample(chosen, times))
    return [trial(fresh, folder / "altered", each, number, meant) for number, each in enumerate(chosen)]


def trial(fresh: Path, folder: Path, alteration: Alteration, number: int, meant: storage.Meant) -> storage.Trial:
    """Alter a value in a copy, and open the window; an odd `number` has no backup."""
    shutil.copytree(fresh, folder)
    if number % 2:
        shutil.rmtree(folder / backups.FOLDER)
    try:
        alteration.apply(folder / FILE)
        return storage.Trial("an altered value", number, *_start(folder, str(alteration), meant))
    except sqlite3.IntegrityError:
        return storage.Trial("an altered value", number, "SQLite does not hold it")
    finally:
        shutil.rmtree(folder)


def _start(folder: Path, alteration: str, meant: storage.Meant) -> tuple[str, str]:
    window = opened(folder)
    if not window.is_full or window.wrong:
        return window.window, f"{alteration}: {window.window}; {'; '.join(window.wrong)}"
    came = "harmless"
    if integrity.find_file_damage(folder / FILE, thorough=True):
        came = "found by the daily backup, then repaired"
        repair.repair(folder, storage.LATER)
    database = Database(folder)
    try:
        told = replacement_notice.pending(database.reader) is not None
        if wrong := integrity.find_damage(database.reader, thorough=True):
            return came, f"{alteration}: damaged after the repair: {wrong}"
        waiting = entries.unfinished(database.reader)
        changed = [entry.token for entry in waiting if not storage.is_as_hashed(database.reader, entry)]
        kept = {row["token"] for row in database.reader.execute("SELECT token FROM entries WHERE state != 'accepted'")}
        if len(lost := meant.keys() - kept) > len(changed) and not told:
            return came, f"{alteration}: {lost} are gone, or were sent, and nobody was told"
        if came != "harmless":
            return came, ""
        return "found at the start, and repaired" if told else storage.CHANGED if changed else came, ""
    finally:
        database.close()

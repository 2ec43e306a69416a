"""A profile with two clients, made once for each process and copied for each world."""

import atexit
import shutil
import sqlite3
import tempfile
from functools import cache
from pathlib import Path

from postdesk.domain.clients import Client, LockIn, LockInRule, WorkspaceKind
from postdesk.domain.platforms import Platform
from postdesk.domain.remote import RemoteConnection
from postdesk.store import clients, connections, workspaces
from postdesk.store.database import Database

PEOPLE = ("ann", "bea")
PLATFORMS = (Platform.LINKEDIN, Platform.THREADS)
BASE_URL = "http://127.0.0.1:1/api"
FILE = "postdesk.sqlite3"
_IN_MEMORY = Path("/dev/shm")
_LOCK_INS = (LockIn(LockInRule.DAY_BEFORE), LockIn(LockInRule.IMMEDIATE))


def account_of(person: str, platform: str) -> str:
    """Return the id of the account that the user connected."""
    return f"{person} {platform}"


def new_folder() -> Path:
    """Return an empty folder, in memory where that exists."""
    return Path(tempfile.mkdtemp(prefix="postdesk-", dir=_IN_MEMORY if _IN_MEMORY.exists() else None))


def new_profile(folder: Path) -> None:
    """Copy the profile into a folder."""
    folder.mkdir()
    shutil.copy(_template(), folder / FILE)


@cache
def _template() -> Path:
    folder = new_folder()
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    store = Database(folder)
    store.submit(_furnish).result()
    store.close()
    return folder / FILE


def _furnish(conn: sqlite3.Connection) -> None:
    workspace = workspaces.add(conn, WorkspaceKind.REAL, "Test", BASE_URL)
    for person, lock_in in zip(PEOPLE, _LOCK_INS, strict=True):
        number = clients.add(conn, Client(0, workspace.id, person, person, "#3454d1", "Europe/Berlin", lock_in))
        told = [RemoteConnection(f"{person}-{each}", each, "connected", account_of(person, each)) for each in PLATFORMS]
        connections.save_list(conn, number, tuple(told))

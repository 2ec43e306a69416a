"""The sample posts show all states, and pictures of them are as large as the screen."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from tests.conftest import ROOT
from tests.support.sample_month import SAMPLE_CLIENTS, add_clients, add_month
from tests.support.window_places import PLACES

from postdesk.domain.board import BoardFilter
from postdesk.domain.clients import WorkspaceKind
from postdesk.domain.posts import PostState
from postdesk.domain.remote import RemoteConnection
from postdesk.store import board, connections, workspaces
from postdesk.store.database import Database
from postdesk.store.sqlite import Transaction

_OTHERS = {PostState.SENDING, PostState.CHECKING, PostState.QUEUED, PostState.PROCESSING, PostState.UNKNOWN, PostState.CANCELLED}
"""States that a post leaves by itself, and the one that is not shown."""


@pytest.mark.parametrize("hour", range(0, 24, 3))
def test_ninety_posts_of_six_clients_show_each_state_that_lasts(tmp_path: Path, hour: int) -> None:
    database = Database(tmp_path)
    now = datetime(2026, 12, 2, hour, 30, tzinfo=UTC)

    def fill(conn: Transaction) -> int:
        workspace = workspaces.add(conn, WorkspaceKind.SANDBOX, "Practice mode", "")
        owners = add_clients(conn, workspace.id)
        for owner, sample in zip(owners, SAMPLE_CLIENTS, strict=True):
            remote = [RemoteConnection(each, each, "connected", f"id-{each}") for each in sample.platforms]
            connections.save_list(conn, owner.id, remote)
        add_month(conn, owners, now, "https://example.com/picture.jpg")
        return workspace.id

    workspace_id = database.submit(fill).result()
    count = partial(board.count, database.reader, workspace_id)
    assert count(BoardFilter()) == 90
    assert {state for state in PostState if count(BoardFilter(states=frozenset({state})))} == {*PostState} - _OTHERS
    database.close()


@pytest.mark.parametrize(("screen", "size"), [("1920x1080@1.5", (1920, 1080)), ("800x500", (800, 500))])
def test_a_picture_is_as_large_as_the_screen(tmp_path: Path, screen: str, size: tuple[int, int]) -> None:
    command = [sys.executable, "-m", "tests.pictures", str(tmp_path), screen, "dark"]
    environment = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    subprocess.run(command, cwd=ROOT, env=environment, check=True, timeout=240, capture_output=True)
    pictures = {file.stem: QImage(str(file)) for file in tmp_path.glob("*.png")}
    assert pictures.keys() >= {"window", *PLACES, "popover", "popover-day", "popover-client", "composer", "sheet", "all"}
    assert {picture.size().toTuple() for name, picture in pictures.items() if name != "all"} == {size}
    assert pictures["window"] != pictures["composer"]
    assert pictures["composer"] != pictures["sheet"] or size == (800, 500)
    assert [name for name, picture in pictures.items() if not _is_painted(picture)] == []


def _is_painted(picture: QImage) -> bool:
    """Return True where no pixel was left out, as smooth edges do at a scale of 150 %."""
    alpha = picture.convertToFormat(QImage.Format.Format_Alpha8)  # kept while its bits are read
    return not bytes(alpha.constBits()).strip(b"\xff")

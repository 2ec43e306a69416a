"""What the window showed last of a workspace: whose posts, and how the calendar looked at them."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSettings

from postdesk.ui.calendar.state import View

_ALL: Final = 0


@dataclass(frozen=True, slots=True)
class LastView:
    """`client_id` is None for all clients."""

    client_id: int | None
    view: View = View.MONTH


def read(layout_file: Path, workspace_id: int) -> LastView | None:
    """What `keep` wrote; None where nothing was, or where it cannot be read."""
    kept = _kept(layout_file, workspace_id)
    try:
        client_id, view = int(str(kept.value("client"))), View(str(kept.value("view")))
    except ValueError:
        return None
    return LastView(client_id if client_id != _ALL else None, view)


def keep(layout_file: Path, workspace_id: int, last: LastView) -> None:
    """Write it beside the window's layout."""
    kept = _kept(layout_file, workspace_id)
    kept.setValue("client", last.client_id or _ALL)
    kept.setValue("view", str(last.view))
    kept.sync()


def _kept(layout_file: Path, workspace_id: int) -> QSettings:
    kept = QSettings(str(layout_file), QSettings.Format.IniFormat)
    kept.beginGroup(f"workspace_{workspace_id}")
    return kept

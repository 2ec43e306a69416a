"""Failures of a start, shown in a window of their own, with the user's ways out."""

import asyncio
import logging
from collections.abc import Callable
from enum import StrEnum

from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QApplication

from postdesk.profile import ExposedProfile, Profile, ProfileProblem
from postdesk.store.sqlite import StorageError
from postdesk.ui.kit.theme import Theme

_log = logging.getLogger("postdesk.app")


class StartStep(StrEnum):
    """The next step with the database: the first try, a repair, opening it (or its replacement) again, or the end."""

    FIRST = "first"
    REPAIR = "repair"
    ANEW = "anew"
    END = "end"


class NewerDatabase(Exception):
    """The database belongs to a newer version of Postdesk and is left alone."""


class StartFailurePrompt:
    """Shows a failed start and asks how to go on; `left` is set where Postdesk has to end without an answer."""

    def __init__(self, theme: Theme, profile: Profile, left: asyncio.Event, open_url: Callable[[QUrl], bool]) -> None:
        self._theme, self._profile, self._left, self._open_url = theme, profile, left, open_url

    async def ask(self, error: Exception) -> StartStep:
        """Show the failure and its consequences in place of every other window, and return the step that the user selected."""
        from postdesk.ui.start.start_failure_dialog import StartFailureCause, StartFailureDialog

        cause, reason = _describe_error(error)
        for each in QApplication.topLevelWidgets():
            each.hide()
        window = StartFailureDialog(self._theme, self._profile.folder, StartFailureCause(cause), reason)
        answer: asyncio.Future[StartStep] = asyncio.get_running_loop().create_future()

        def go_on(step: StartStep) -> None:
            if not answer.done():
                answer.set_result(step)

        window.quit_requested.connect(lambda: go_on(StartStep.END))
        window.again_requested.connect(lambda: go_on(StartStep.ANEW))
        window.repair_requested.connect(lambda: go_on(StartStep.REPAIR))
        window.log_requested.connect(lambda: self._open_url(QUrl.fromLocalFile(str(self._profile.log_folder))))
        self._theme.apply_style()
        window.show()
        ended = asyncio.ensure_future(self._left.wait())
        await asyncio.wait((ended, answer), return_when=asyncio.FIRST_COMPLETED)
        ended.cancel()
        if answer.done():
            return answer.result()
        window.close()
        return StartStep.END


def _describe_error(error: Exception) -> tuple[str, str]:
    """Return the cause by its value in `StartFailureCause`, and the system's reason; empty where there is none."""
    match error:
        case ExposedProfile():
            return "exposed", str(error)
        case ProfileProblem():
            return "folder", str(error)
        case StorageError():
            return "database", error.reason
        case NewerDatabase():
            return "newer", ""
    _log.error("nothing could be opened", exc_info=error)
    return "unexpected", f"{type(error).__name__}: {error}"

"""Problems of a start, told in a window of its own, with what the user can do about them."""

import asyncio
import logging
from collections.abc import Callable
from enum import StrEnum

from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QApplication

from postdesk.profile import ExposedProfile, Profile, ProfileProblem
from postdesk.store.sqlite import StorageProblem
from postdesk.ui.kit.theme import Theme

_log = logging.getLogger("postdesk.app")


class Sequel(StrEnum):
    """The next step with the database: look whether it is whole, repair it, open what took its place, or end."""

    FIRST = "first"
    REPAIR = "repair"
    ANEW = "anew"
    END = "end"


class NewerDatabase(Exception):
    """The database is one of a newer version, which this one leaves alone."""


class StartTrouble:
    """Asks what to do; `left` is set where Postdesk is to end without an answer."""

    def __init__(self, theme: Theme, profile: Profile, left: asyncio.Event, open_url: Callable[[QUrl], bool]) -> None:
        self._theme, self._profile, self._left, self._open_url = theme, profile, left, open_url

    async def ask(self, error: Exception) -> Sequel:
        """Say what happened and what it means, in the place of every other window; how to go on."""
        from postdesk.ui.start.start_problem import Cause, StartProblem

        cause, reason = _told_as(error)
        for each in QApplication.topLevelWidgets():
            each.hide()
        window = StartProblem(self._theme, self._profile.folder, Cause(cause), reason)
        answer: asyncio.Future[Sequel] = asyncio.get_running_loop().create_future()

        def go_on(sequel: Sequel) -> None:
            if not answer.done():
                answer.set_result(sequel)

        window.left.connect(lambda: go_on(Sequel.END))
        window.again_asked.connect(lambda: go_on(Sequel.ANEW))
        window.repair_asked.connect(lambda: go_on(Sequel.REPAIR))
        window.log_asked.connect(lambda: self._open_url(QUrl.fromLocalFile(str(self._profile.log_folder))))
        self._theme.dress()
        window.show()
        ended = asyncio.ensure_future(self._left.wait())
        await asyncio.wait((ended, answer), return_when=asyncio.FIRST_COMPLETED)
        ended.cancel()
        if answer.done():
            return answer.result()
        window.close()
        return Sequel.END


def _told_as(error: Exception) -> tuple[str, str]:
    """The cause, as its window knows it, and the reason in words of the system's, where there are any."""
    match error:
        case ExposedProfile():
            return "exposed", str(error)
        case ProfileProblem():
            return "folder", str(error)
        case StorageProblem():
            return "database", error.reason
        case NewerDatabase():
            return "newer", ""
    _log.error("nothing could be opened", exc_info=error)
    return "unexpected", f"{type(error).__name__}: {error}"

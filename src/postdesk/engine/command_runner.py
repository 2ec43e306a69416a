"""Commands of the user, run as tasks; each failure is shown in a notice."""

from functools import partial
from itertools import count

from postdesk.api.errors import ApiError, Unsendable
from postdesk.engine.changes import Changes
from postdesk.engine.notices import Notice, NoticeKind
from postdesk.engine.tasks import Tasks, Work
from postdesk.store.sqlite import StorageError


class CommandRunner:
    """Starts commands as tasks. `client_id` and `platform` name the subject in the notice about a failure."""

    def __init__(self, tasks: Tasks, changes: Changes) -> None:
        self._tasks, self._changes = tasks, changes
        self._numbers = count(1)

    def run_unless_running(self, name: str, work: Work, client_id: int | None = None, platform: str = "") -> bool:
        """Start the work; return False, without starting it, while a command of that name is running."""
        return self._tasks.start(name, self._run_and_report(work, client_id, platform), work)

    def run_always(self, name: str, work: Work, client_id: int | None = None, platform: str = "") -> None:
        """Start the work at each call, in the order of the calls: for writes, none of which may be left out."""
        self.run_unless_running(f"{name} #{next(self._numbers)}", work, client_id, platform)

    def running(self, name: str) -> bool:
        """Return True while a command of that name is running."""
        return self._tasks.running(name)

    async def _run_and_report(self, work: Work, client_id: int | None, platform: str) -> None:
        about = partial(Notice, client_id=client_id, platform=platform)
        try:
            await work
        except StorageError as problem:
            self._changes.notice.emit(about(NoticeKind.STORAGE_FAILED, detail=problem.failure))
        except Unsendable as problem:
            self._changes.notice.emit(about(NoticeKind.UNSENDABLE, detail=problem.field))
        except ApiError as error:
            self._changes.notice.emit(about(NoticeKind.ACTION_FAILED, error=error.kind, said=error.detail))

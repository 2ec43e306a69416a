"""Practice mode: keeps the sandbox running, follows its clock, and operates its test tools."""

import asyncio
import contextlib
import secrets
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import field
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from PySide6.QtCore import QObject, Signal

from postdesk.api.errors import ApiError
from postdesk.domain.clients import redirect_uri
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.posts import Entry
from postdesk.domain.practice import FaultOrder, PracticeState
from postdesk.domain.samples import Sample, sample_path
from postdesk.engine.command_runner import CommandRunner
from postdesk.engine.notices import Notice, NoticeKind
from postdesk.engine.sandbox_process import SandboxAddresses, SandboxFailed, SandboxProcess
from postdesk.engine.tasks import wait_for_event
from postdesk.engine.workspace_context import WorkspaceContext
from postdesk.store import settings
from postdesk.store.sqlite import StorageError

if TYPE_CHECKING:
    from postdesk.api.sandbox_control import SandboxControl

_OFFSET: Final = "sandbox_offset_s"
_LOOK_EVERY_S: Final = 15.0
_LOOK_EVERY_WITH_FAULTS_S: Final = 3.0
_LONGEST_PAUSE_S: Final = 60.0
_LOOK_WHETHER_LEFT_EVERY_S: Final = 1.0
_SAME_CLOCK: Final = timedelta(milliseconds=20)


@dataclass(frozen=True, slots=True)
class SandboxReady:
    """The base URL and the key of a running sandbox; the key is new in each run of Postdesk."""

    base_url: str
    key: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class UpcomingEvent:
    """The next automatic event. `what` is the sandbox's name for it, empty for a post sent from this computer."""

    at: datetime
    what: str = ""


class PracticeMode(QObject):
    """The sandbox of the practice workspace.

    `ready` carries a SandboxReady, again after each restart. `next_sending_at` returns the time of the next post sent from this
    computer, unknown to the sandbox so far; `sending_now` returns the entries being sent at this moment. `connect` makes the
    client of the sandbox's control endpoint from URL and key; it is called in a thread.
    """

    ready = Signal(object)

    def __init__(
        self, context: WorkspaceContext, connect: "Callable[[str, str], SandboxControl]", parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._workspace, self._database, self._clock = context.workspace, context.database, context.clock
        self._changes, self._tasks = context.changes, context.tasks
        self._commands = CommandRunner(context.tasks, context.changes)
        self._connect = connect
        self._key = secrets.token_urlsafe(24)
        self._process: SandboxProcess | None = None
        self._addresses: SandboxAddresses | None = None
        self._control: SandboxControl | None = None
        self._look_soon = asyncio.Event()
        self._lock = asyncio.Lock()
        self._posts_changed = asyncio.Event()
        context.changes.posts.connect(self._posts_changed.set)
        self.state: PracticeState | None = None
        self.next_sending_at: Callable[[], datetime | None] = lambda: None
        self.sending_now: Callable[[], Sequence[Entry]] = lambda: ()
        context.clock.offset = _offset_of(settings.value(context.database.reader, _OFFSET))

    def start(self) -> None:
        """Start the sandbox, and restart it whenever it ends."""
        self._tasks.supervise("practice", self._keep_running)

    async def close(self) -> None:
        """End the sandbox, within 2 s."""
        if self._process and self._process.running:
            await self._process.stop()

    def feed_url(self, external_id: str) -> str:
        """Return the page of a post that the sandbox "published"; empty while the sandbox does not run."""
        return f"{self._addresses.feed_url}/open/{quote(external_id, safe='')}" if self._addresses else ""

    def profile_url(self, platform: str, external_user_id: str) -> str:
        """Return the page of a client's "published" posts on a platform; empty while the sandbox does not run."""
        path = f"{quote(platform, safe='')}/{quote(external_user_id, safe='')}"
        return f"{self._addresses.feed_url}/{path}" if self._addresses else ""

    @property
    def origin(self) -> str:
        """The origin of the sandbox's own files ("http://127.0.0.1:4711"); empty while the sandbox does not run."""
        return self._addresses.origin if self._addresses else ""

    def sample_url(self, sample: Sample) -> str:
        """Return the address of a sample file; empty while the sandbox does not run."""
        return f"{self.origin}{sample_path(sample, self._clock.now())}" if self.origin else ""

    def reload(self) -> None:
        """Read the sandbox's state now: a request may have changed it."""
        self._look_soon.set()

    def set_clock(self, moment: datetime) -> None:
        """Set the practice clock to `moment`, which must be later than its time."""
        self._move(lambda control: control.set_clock(moment))

    def advance(self, span: timedelta) -> None:
        """Advance the practice clock by `span`."""
        self._move(lambda control: control.advance(span))

    def coming(self) -> UpcomingEvent | None:
        """Return the next automatic event, in the sandbox or on this computer; None if there is none."""
        ours = self.next_sending_at()
        known = [UpcomingEvent(ours)] if ours else []
        if self.state and self.state.next_event_at:
            known.append(UpcomingEvent(self.state.next_event_at, self.state.next_event))
        return min(known, key=lambda coming: coming.at, default=None)

    def to_next(self) -> None:
        """Advance the clock to the next automatic event, after all posts due now were sent.

        They would be missed otherwise. A second call while this is running does nothing.
        """
        if self._control is None:
            self._changes.notice.emit(Notice(NoticeKind.PRACTICE_FAILED))
        else:
            self._commands.run_unless_running("to next", self._to_next(self._control))

    async def _to_next(self, control: "SandboxControl") -> None:
        while self.sending_now():
            self._posts_changed.clear()
            await wait_for_event(self._posts_changed, _LOOK_WHETHER_LEFT_EVERY_S)
        await self._use(control, self._step)

    async def _step(self, control: "SandboxControl") -> None:
        await self._become(await control.state())
        coming = self.coming()
        ours = coming is not None and not coming.what
        await self._become(await (control.set_clock(coming.at) if coming and ours else control.to_next()))

    def reset_clock(self) -> None:
        """Set the practice clock to this computer's."""
        self._move(lambda control: control.reset_clock())

    def arm(self, order: FaultOrder) -> None:
        """Arm a fault."""
        self._tool("arm", lambda control: control.arm(order))

    def disarm(self, fault_id: str) -> None:
        """Disarm one fault."""
        self._tool("disarm", lambda control: control.disarm(fault_id))

    def disarm_all(self) -> None:
        """Disarm all faults."""
        self._tool("disarm", lambda control: control.disarm_all())

    def _move(self, act: "Callable[[SandboxControl], Awaitable[PracticeState]]") -> None:
        async def move(control: "SandboxControl") -> None:
            await self._become(await act(control))

        self._tool("clock", move)

    def _tool(self, name: str, act: "Callable[[SandboxControl], Awaitable[object]]") -> None:
        if self._control is None:
            self._changes.notice.emit(Notice(NoticeKind.PRACTICE_FAILED))
        else:
            self._commands.run_always(name, self._use(self._control, act))

    async def _use(self, control: "SandboxControl", act: "Callable[[SandboxControl], Awaitable[object]]") -> None:
        async with self._lock:
            await act(control)
        self._look_soon.set()

    async def _keep_running(self) -> None:
        failures = 0
        while True:
            try:
                await self._run()
            except SandboxFailed as failed:
                failures += 1
                if failures == 1:
                    self._changes.notice.emit(Notice(NoticeKind.PRACTICE_FAILED, detail=failed.reason))
            else:
                failures = 0
                self._changes.notice.emit(Notice(NoticeKind.PRACTICE_RESTARTED))
            await asyncio.sleep(min(2.0**failures, _LONGEST_PAUSE_S))

    async def _run(self) -> None:
        """Run the sandbox once, from start to end. Raises SandboxFailed if it does not start."""
        process = self._process = self._new_process()
        addresses = self._addresses = await process.start(self._key)
        control = await asyncio.to_thread(self._connect, addresses.control_url, self._key)
        self._control = control
        self.ready.emit(SandboxReady(addresses.base_url, self._key))
        try:
            await self._follow(process, control)
        finally:
            await control.aclose()
        process.deleteLater()

    def _new_process(self) -> SandboxProcess:
        uris = [redirect_uri(port) for port in self._workspace.redirect_ports]
        if self._workspace.return_page:
            uris.append(self._workspace.return_page)
        process = SandboxProcess(self._database.path.parent / "sandbox", uris, self)
        process.ended.connect(self._look_soon.set)
        return process

    async def _follow(self, process: SandboxProcess, control: "SandboxControl") -> None:
        while process.running:
            self._look_soon.clear()
            async with self._lock:
                with contextlib.suppress(ApiError):
                    await self._become(await control.state())
            armed = self.state is not None and any(fault.armed for fault in self.state.faults)
            await wait_for_event(self._look_soon, _LOOK_EVERY_WITH_FAULTS_S if armed else _LOOK_EVERY_S)

    async def _become(self, state: PracticeState) -> None:
        """Follow the sandbox's clock, emit `practice` if something changed, and store the clock's offset for the next start."""
        before, self.state = self.state, state
        moved = abs(state.offset - self._clock.offset) > _SAME_CLOCK
        if moved:
            self._clock.move(state.offset)
        if moved or before is None or _to_show(before) != _to_show(state):
            self._changes.practice.emit()
        if moved:
            seconds = str(state.offset.total_seconds())
            with contextlib.suppress(StorageError):
                await self._database.run(partial(settings.remember, name=_OFFSET, text=seconds))


def _to_show(state: PracticeState) -> tuple[object, ...]:
    return state.next_event_at, state.next_event, state.faults


def _offset_of(text: str | None) -> timedelta:
    try:
        return timedelta(seconds=float(text or 0))
    except (ValueError, OverflowError):
        return timedelta()

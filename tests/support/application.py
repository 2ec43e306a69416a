"""The whole application in the test's own loop, usually in practice mode, with a person who clicks on its widgets."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any, cast

from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QAbstractItemView, QApplication, QDialog, QMainWindow
from tests.support import waiting
from tests.support.sandbox_process import SandboxProcess

from postdesk.app import Application
from postdesk.command_line import Options
from postdesk.domain.clients import Client
from postdesk.domain.drafts import Draft
from postdesk.domain.new_posts import SubmitMode
from postdesk.domain.outgoing import Submission
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import Post
from postdesk.domain.remote import EndUser
from postdesk.engine.composer import RefusedDraft, SubmittedDraft
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.store.database import Database
from postdesk.tour import user_input
from postdesk.tour.actions import retry, run_outside_task
from postdesk.tour.finder import find, is_shown
from postdesk.tour.script import StepMismatch
from postdesk.ui.kit.navigator import Navigator
from postdesk.ui.shell.places import Places
from postdesk.workspace_host import WorkspaceHost

SOON = 15.0


class RunningApplication:
    """A running application: the actions of a test on it, and its visible state."""

    def __init__(self, application: Application, running: "asyncio.Future[int]") -> None:
        self._application = application
        self.running = running
        self.opened: list[str] = []

    @property
    def _host(self) -> WorkspaceHost:
        assert self._application.host
        return self._application.host

    @property
    def session(self) -> WorkspaceSession:
        """The session of practice mode."""
        return self._host.running_sessions[0]

    @property
    def database(self) -> Database:
        return self._host._app_context.database

    @property
    def window(self) -> QMainWindow:
        found = find("main_window")
        assert isinstance(found, QMainWindow)
        return found

    async def click(self, name: str) -> None:
        """Click the widget with that identifier, name or text, as soon as a person could."""
        await run_outside_task(partial(user_input.click, await retry(partial(user_input.aim, name), SOON)))

    async def choose(self, button: str, line: str) -> None:
        """Open the menu of a button, and click a line of it."""
        await self.click(button)
        await run_outside_task(partial(user_input.click, await retry(partial(user_input.aim_at_action, line), SOON)))

    async def click_page(self, title: str) -> None:
        """Select a page of the settings."""

        def attempt() -> user_input.ClickTarget:
            view = find("settings.pages")
            assert isinstance(view, QAbstractItemView)
            return user_input.aim_at_item(view, title)

        await run_outside_task(partial(user_input.click, await retry(attempt, SOON)))

    def is_told(self, words: str) -> bool:
        """Return True where that text is in view."""
        return is_shown(words)

    async def see(self, words: str, place: str = "") -> None:
        """Wait until this text, or the widget with this identifier, is in view."""

        def attempt() -> None:
            if not is_shown(words, place):
                raise StepMismatch(words)

        await retry(attempt, SOON)

    def armed(self) -> int:
        """Return the number of armed faults of the sandbox."""
        state = self.session.practice and self.session.practice.state
        return sum(fault.armed for fault in state.faults) if state else 0

    async def ask(self, method: str, path: str, body: object = None) -> Any:
        """Ask the sandbox's control endpoint."""
        practice = self.session.practice
        assert practice
        await self.until(lambda: practice.state is not None)
        addresses = practice._addresses
        assert addresses
        urls = addresses.base_url, addresses.control_url, addresses.feed_url
        sandbox = SandboxProcess(*urls, practice._key, process=cast("Any", None))
        return await asyncio.to_thread(sandbox.control, method, path, body)

    async def connected(self, client: Client, *platforms: Platform) -> None:
        """Connect accounts of the client's."""
        user = EndUser(client.external_user_id, client.name)
        await self.session.gateway.ask(lambda api: api.upsert_end_user(user, cause="test"))
        for platform in platforms:
            await self.ask("POST", "connections", {"external_user_id": client.external_user_id, "platform": platform})
        # A refresh that is under way may have read the list before.
        await self.until(lambda: not self.session.connections.loading(client.id))
        self.session.connections.refresh(client.id)
        await self.until(lambda: {each.platform for each in self.session.connections.of(client.id)} >= set(platforms))

    async def submit(self, draft: Draft, act: SubmitMode) -> Post:
        """Hand a draft over as the composer does; return its post."""
        answers: list[SubmittedDraft | RefusedDraft] = []
        self.session.composer.submitted.connect(answers.append)
        self.session.composer.refused.connect(answers.append)
        self.session.composer.submit(Submission.of(draft), act)
        await self.until(lambda: bool(answers))
        (answer,) = answers
        assert isinstance(answer, SubmittedDraft), answer
        return self.post(answer.post_id)

    def post(self, post_id: int) -> Post:
        found = self.session.post_commands.post(post_id)
        assert found
        return found

    async def opened_dialog(self, name: str) -> QDialog:
        """Return the dialog with that name, as soon as it is open."""
        return await retry(partial(_shown_dialog, name), SOON)

    @property
    def navigator(self) -> Navigator:
        """The navigator of the shown window."""
        shown = self._host.presence._shown
        assert shown
        assert shown.navigator
        return shown.navigator

    @property
    def places(self) -> Places:
        """The places of the shown window."""
        shown = self._host.presence._shown
        assert shown
        return shown._content.places

    def open_post(self, post_id: int) -> None:
        """Open a post as a click on a notification does."""
        self.navigator.open_post(post_id)

    def go_to_background(self) -> None:
        """Go to the background as "Keep running in the background" does."""
        self._host.presence.go_to_background()

    def start_again(self) -> None:
        """Do the first instance's part when Postdesk is started a second time."""
        self._host.come_to_front()

    async def notifications_known(self) -> None:
        """Wait until Postdesk knows the ids of all shown notifications: no user is faster than that answer."""
        await self.until(lambda: not any(name.startswith("notify") for name in self.session.tasks._running))

    async def checked(self) -> None:
        """Wait until the start has found the database to be sound."""
        await self.until(self._host.check.sound.is_set)

    def problem(self) -> None:
        """Emit the signal of an uncaught exception."""
        self._application._logbook.failure_logged.emit()

    def session_may_end(self) -> None:
        """Save as at the request of the desktop's session manager before it ends programs."""
        self._application.save()

    async def until(self, condition: Callable[[], bool], said: Callable[[], object] = lambda: "") -> None:
        """Wait until a condition holds."""
        await waiting.until(condition, said=said)


def _shown_dialog(name: str) -> QDialog:
    for each in QApplication.topLevelWidgets():
        if isinstance(each, QDialog) and each.objectName() == name and each.isVisible():
            return each
    raise StepMismatch(name)


@asynccontextmanager
async def application(
    profile: Path, *, sandbox: bool = True, key: str = "", size: tuple[int, int] = (1600, 1000)
) -> AsyncIterator[RunningApplication]:
    """Start it and wait for its window; end it afterwards, where it has not ended by itself."""
    opened: list[str] = []

    def open_url(url: QUrl) -> bool:
        opened.append(url.toString(QUrl.ComponentFormattingOption.FullyEncoded))
        return True

    qt = QApplication.instance()
    assert isinstance(qt, QApplication)
    made = Application(qt, Options(profile=profile, sandbox=sandbox, key=key), open_url)
    used = RunningApplication(made, asyncio.ensure_future(made.run()))
    used.opened = opened
    try:
        await used.see("main_window")
        await used.see("top_bar")
        await used.until(lambda: (shown := used._host.presence._shown) is not None and shown.navigator is not None)
        used.window.resize(*size)
        yield used
    finally:
        made.leave()
        await used.running

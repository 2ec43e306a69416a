"""The user’s settings of connected accounts, stored on this computer alone."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QUrl

from postdesk.domain.limits import OwnLimit
from postdesk.engine.command_runner import CommandRunner
from postdesk.engine.workspace_context import WorkspaceContext
from postdesk.store import connections, shared_accounts
from postdesk.store.sqlite import Transaction


class AccountSettings:
    """The settings of the accounts of one workspace, which `connections` follows after each change."""

    def __init__(self, context: WorkspaceContext, commands: CommandRunner) -> None:
        self._database, self._changes, self._commands = context.database, context.changes, commands

    def confirm_account(self, client_id: int, platform: str) -> None:
        """Confirm a changed account: posts go to it from now on."""
        self._write(client_id, platform, connections.confirm)

    def set_profile_url(self, client_id: int, platform: str, url: str) -> bool:
        """Store the profile's address; empty to derive it from the account. Return False if `url` is no web address."""
        address = url.strip()
        parsed = QUrl(address, QUrl.ParsingMode.StrictMode)
        if address and not (parsed.isValid() and parsed.scheme() in ("http", "https") and parsed.host()):
            return False
        self._write(client_id, platform, connections.set_profile_url, url=address)
        return True

    def set_premium(self, client_id: int, platform: str, premium: bool) -> None:
        """Store whether the account is a premium one, with longer posts."""
        self._write(client_id, platform, connections.set_premium, premium=premium)

    def agree_to_share(self, client_id: int, platform: str) -> None:
        """Store that the user agreed to share this account with other clients."""
        self._write(client_id, platform, shared_accounts.confirm_shared)

    def set_limits(self, client_id: int, platform: str, limits: tuple[OwnLimit, ...]) -> None:
        """Store the account's own limits, which replace those of the platform."""
        self._write(client_id, platform, connections.set_limits, limits=limits)

    def _write(self, client_id: int, platform: str, write: Callable[..., None], **values: object) -> None:
        work = partial(write, client_id=client_id, platform=platform, **values)
        self._commands.run_always("connection", self._written(work), client_id, platform)

    async def _written(self, work: Callable[[Transaction], object]) -> None:
        """Write, then emit `connections`, even after a failure: a form shows the present state again."""
        try:
            await self._database.run(work)
        finally:
            self._changes.connections.emit()

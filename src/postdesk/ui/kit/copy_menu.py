"""Copies of a post for another client: the submenu, and the text about platforms that the client lacks."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMenu

from postdesk.domain.clients import Client
from postdesk.domain.platforms import Platform
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.names import platform_word

translate = QCoreApplication.translate


def clients_except(session: WorkspaceSession, client_id: int) -> tuple[Client, ...]:
    """Return all clients but that one."""
    return tuple(client for client in session.clients.all() if client.id != client_id)


def add_copy_menu(menu: QMenu, clients: Sequence[Client], theme: Theme, copy_for: Callable[[int], object]) -> None:
    """Add "Copy to another client", which calls `copy_for` with the selected client's id; nothing without clients."""
    if clients:
        copies = menu.addMenu(theme.icon("copy", "secondary"), translate("Copies", "Copy to another client"))
        add_clients(copies, clients, copy_for)


def add_clients(copies: QMenu, clients: Sequence[Client], copy_for: Callable[[int], object]) -> None:
    """Add an entry for each client, which calls `copy_for` with its id."""
    for client in clients:
        copies.addAction(client.name.replace("&", "&&"), partial(copy_for, client.id))


def missing_accounts_words(platforms: Iterable[Platform], client: str) -> str:
    """Return the text about the platforms that a copy was left without."""
    words = translate("Copies", "{1} has no account for these platforms, so they were left out: {0}.")
    return words.format(", ".join(platform_word(platform) for platform in platforms), client)

"""The list of what needs the user's attention in one workspace, and its number."""

from functools import cache
from itertools import islice

from PySide6.QtCore import QObject, Signal

from postdesk.domain.attention import AttentionItem, WaitingAccount, account_context, account_item, by_urgency, post_item
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.post_actions import ActionContext
from postdesk.engine.read_turns import ReadTurn
from postdesk.engine.workspace_context import WorkspaceContext
from postdesk.store import attention, clients, connections, posts


@dataclass(frozen=True, slots=True)
class _Numbers:
    """The accounts that count, and the number of the posts by client."""

    accounts: tuple[WaitingAccount, ...]
    posts: dict[int, int]


class AttentionList(QObject):
    """The items that need attention, read in the GUI thread when they are asked for, once until something changes.

    `changed` follows changes of posts, accounts and clients, once for many.
    """

    changed = Signal()

    def __init__(self, context: WorkspaceContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace, self._database = context.workspace, context.database
        self._numbers: _Numbers | None = None
        self._items: dict[tuple[int | None, int], tuple[AttentionItem, ...]] = {}
        self._soon = ReadTurn(context.changes.last_read, self.changed.emit, self)
        for change in (context.changes.posts, context.changes.connections, context.changes.clients):
            change.connect(self._forget)

    @property
    def count(self) -> int:
        """The number of items of the whole workspace."""
        return self.count_for(None)

    def count_for(self, client_id: int | None) -> int:
        """Return the number of items of a client, or of all clients (None)."""
        numbers = self._read()
        accounts = sum(client_id in (None, account.client_id) for account in numbers.accounts)
        return accounts + (sum(numbers.posts.values()) if client_id is None else numbers.posts.get(client_id, 0))

    def items(self, client_id: int | None, limit: int) -> tuple[AttentionItem, ...]:
        """Return the first items of a client, or of all clients (None), the most urgent first.

        Within a kind the latest comes first; of accounts, that with the earliest post.
        """
        wanted = client_id, limit
        if wanted not in self._items:
            self._items[wanted] = self._read_items(client_id, limit)
        return self._items[wanted]

    def accounts(self, client_id: int | None, limit: int) -> tuple[AttentionItem, ...]:
        """Return the first items of accounts, that with the earliest post first."""
        mine = islice((each for each in self._read().accounts if client_id in (None, each.client_id)), limit)
        known = ((account, posts.get(self._database.reader, account.post_id)) for account in mine)
        return tuple(account_item(account, post) for account, post in known if post)

    def _forget(self) -> None:
        self._numbers = None
        self._items.clear()
        self._soon.request()

    def _read(self) -> _Numbers:
        if self._numbers is None:
            reader, workspace_id = self._database.reader, self._workspace.id
            accounts = attention.waiting_accounts(reader, workspace_id)
            self._numbers = _Numbers(accounts, attention.count_posts(reader, workspace_id, accounts))
        return self._numbers

    def _read_items(self, client_id: int | None, limit: int) -> tuple[AttentionItem, ...]:
        reader, context = self._database.reader, cache(self._context)
        ids = attention.post_ids(reader, self._workspace.id, self._read().accounts, client_id, limit)
        known = (post for post_id in ids if (post := posts.get(reader, post_id)))
        items = [item for post in known if (item := post_item(post, context(post.client_id)))]
        return tuple(by_urgency((*items, *self.accounts(client_id, limit)))[:limit])

    def _context(self, client_id: int) -> ActionContext:
        reader = self._database.reader
        return account_context(clients.get(reader, client_id), connections.of_client(reader, client_id))

"""The clients of the rows of a file, and their accounts."""

from collections import defaultdict

from postdesk.domain.clients import Client, Connection
from postdesk.domain.drafts import Draft
from postdesk.domain.import_columns import platforms_named
from postdesk.domain.import_facts import ImportDefaults, ImportFacts, row_fingerprint
from postdesk.domain.import_problems import RowProblem, RowProblemKind
from postdesk.domain.limits import Severity
from postdesk.domain.platforms import Platform
from postdesk.domain.sheet import SheetRow


class ClientMatcher:
    """A look-up of clients and accounts by the names and the platforms in the rows."""

    def __init__(self, facts: ImportFacts, defaults: ImportDefaults) -> None:
        self._defaults, self._imported = defaults, facts.imported
        self._by_id = {client.id: client for client in facts.clients}
        self._by_name = defaultdict[str, list[Client]](list)
        for client in facts.clients:
            for name in {_plain(client.name), _plain(client.external_user_id)}:
                self._by_name[name].append(client)
        self._accounts = {(account.client_id, account.platform): account for account in facts.accounts}
        self._default_platforms = dict(facts.default_platforms)

    def client(self, row: SheetRow, problems: list[RowProblem]) -> Client | None:
        """Return the client of the row; None, and a problem in `problems`, if it is missing, unknown, ambiguous or archived."""
        name = row.client.strip()
        if not name:
            defaults = self._by_id.get(self._defaults.client_id or 0)
            if defaults is None:
                problems.append(RowProblem(Severity.STOP, RowProblemKind.CLIENT_MISSING))
            return defaults
        named = self._by_name.get(_plain(name), [])
        found = [client for client in named if not client.archived] or named
        if len(found) != 1:
            kind = RowProblemKind.CLIENT_SEVERAL if found else RowProblemKind.CLIENT_UNKNOWN
            problems.append(RowProblem(Severity.STOP, kind, name))
            return None
        if found[0].archived:
            problems.append(RowProblem(Severity.STOP, RowProblemKind.CLIENT_ARCHIVED, name))
            return None
        return found[0]

    def platforms(self, row: SheetRow, client: Client | None, problems: list[RowProblem]) -> tuple[Platform, ...]:
        """Return the platforms of the row, or the default ones if it names none. Adds problems to `problems`."""
        named, unknown = platforms_named(row.platforms)
        if unknown:
            problems.append(RowProblem(Severity.STOP, RowProblemKind.PLATFORM_UNKNOWN, ", ".join(unknown)))
        if not named and not unknown:
            named = self._defaults.platforms or self._default_platforms.get(client.id if client else 0, ())
            if not named and client:
                problems.append(RowProblem(Severity.STOP, RowProblemKind.PLATFORM_MISSING))
        return named

    def account(self, client_id: int, platform: Platform) -> Connection | None:
        return self._accounts.get((client_id, platform))

    def account_problems(self, client: Client, draft: Draft) -> tuple[RowProblem, ...]:
        """Return the problems of the draft's accounts, which do not depend on its content."""
        found = defaultdict[RowProblemKind, list[Platform]](list)
        for platform in draft.platforms:
            account = self.account(client.id, platform)
            if account is None:
                found[RowProblemKind.NOT_CONNECTED].append(platform)
            elif not account.ready:
                found[RowProblemKind.NEEDS_RECONNECTING].append(platform)
            elif account.account_changed:
                found[RowProblemKind.ACCOUNT_CHANGED].append(platform)
        stop = RowProblemKind.NOT_CONNECTED
        return tuple(
            RowProblem(Severity.STOP if kind is stop else Severity.WARN, kind, "", tuple(on)) for kind, on in found.items()
        )

    def imported(self, row: SheetRow, client: Client) -> bool:
        """Return True if an earlier import has the row."""
        return (row_fingerprint(row), client.id) in self._imported


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())

"""Looks at the accounts of all clients again, one after the other: each once a day, and before one of its posts leaves."""

import asyncio
from typing import Final

from postdesk.api.errors import ApiError
from postdesk.domain.remote import Priority
from postdesk.engine.accounts import Accounts
from postdesk.engine.bench import Bench
from postdesk.engine.tasks import until
from postdesk.store import account_rounds, clients

_APART_S: Final = 5.0
_LOOK_EVERY_S: Final = 300.0
_AFTER_TROUBLE_S: Final = 900.0
"""Who could not be read is left out for so long, so that others have their turn."""


class AccountRounds:
    """As polling, twelve requests a minute at most: so what the user waits for comes first, and posts are still looked for."""

    def __init__(self, bench: Bench, accounts: Accounts) -> None:
        self._workspace, self._database, self._clock = bench.workspace, bench.database, bench.clock
        self._uplink, self._accounts = bench.uplink, accounts
        self._woken = asyncio.Event()
        self._left_out: dict[int, float] = {}

    def wake(self) -> None:
        """Look now whose turn it is: the clock was moved."""
        self._woken.set()

    async def run(self) -> None:
        """Rest, read whoever is due, rest again; never ends. At the start all are read without it."""
        await self._uplink.ready()
        while True:
            await until(self._woken, _LOOK_EVERY_S)
            self._woken.clear()
            while (client_id := await self._next()) is not None:
                await self._read(client_id)
                await asyncio.sleep(_APART_S)

    async def _next(self) -> int | None:
        now = self._clock.now()
        found = await self._database.run(lambda conn: account_rounds.due(conn, self._workspace.id, now))
        mark = self._clock.monotonic()
        return next((each for each in found if self._left_out.get(each, mark) <= mark), None)

    async def _read(self, client_id: int) -> None:
        client = await self._database.run(lambda conn: clients.get(conn, client_id))
        if client is None:
            return
        try:
            await self._accounts.refresh(client, f"accounts of {client.external_user_id}", Priority.POLL)
        except ApiError:  # the pane shows it, from `last_error`
            self._left_out[client_id] = self._clock.monotonic() + _AFTER_TROUBLE_S

"""The replacement for the HTTP library's connections: each request goes to the ledger, or is lost on its way there."""

import asyncio
import json
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Final

from tests.proofs.ledger import Ledger

from postdesk.api.errors import ConnectionLost, NotSent, NotSentReason
from postdesk.api.http_response import HttpResponse
from postdesk.api.partial_response import ReceiveCallback
from postdesk.api.requests import Request
from postdesk.api.transport import MarkCallback, RequestTimeouts, _to_the_end

_HOP_S: Final = 0.01


@dataclass(frozen=True, slots=True)
class Behaviour:
    """The fate of a POST. `not_sent`: before a byte left. `takes`: the delay until the service accepts it, None for never.

    `answers`: the status, with the fault of its body; 0 for none, by a reset or by silence. `stopped`: the client gave it up at
    the moment at which the marker was committed.
    """

    name: str
    takes: timedelta | None
    answers: int = 0
    body: str = ""
    not_sent: NotSentReason | None = None
    silent: bool = False
    stopped: bool = False


_NOW = timedelta()
_USUAL = Behaviour("as usual", _NOW, 201)
_LATE = [Behaviour(f"reset, and taken {after} s later", timedelta(seconds=after)) for after in (3, 40, 400)]
_NOT_SENT = [Behaviour(str(why), None, not_sent=why) for why in (NotSentReason.DNS, NotSentReason.REFUSED, NotSentReason.TLS)]
_LOST = [
    Behaviour("reset before it is taken", None),
    Behaviour("reset after it is taken", _NOW),
    Behaviour("silent, not taken", None, silent=True),
    Behaviour("silent, taken", _NOW, silent=True),
]
_REFUSED = [Behaviour(str(status), None, status) for status in (400, 404, 405, 413, 415, 422, 302)]
_FOR_NOW = [Behaviour(str(status), None, status) for status in (401, 403, 429)]
_UNSURE = [
    Behaviour(f"{status}, {'taken' if takes is not None else 'not taken'}", takes, status)
    for status in (408, 409, 425, 499, 500, 502, 503)
    for takes in (_NOW, None)
]
_BODIES = [Behaviour(f"201, {body}", _NOW, 201, body) for body in ("empty", "cut", "garbled", "without id", "page")]
_PORTAL = [Behaviour("a portal's page", None, 200, "page")]
_STOPPED = [Behaviour("given up while it was marked", None, stopped=True)]
BEHAVIOURS: Final = (*_LOST, *_STOPPED, *_NOT_SENT, *_FOR_NOW, *_BODIES, *_PORTAL, *_UNSURE, *_REFUSED, *_LATE)


@dataclass
class Wire:
    """Replaces `Transport`. `next_ones` are the fates of the next POSTs, in that order; later ones go as usual."""

    ledger: Ledger
    next_ones: list[Behaviour] = field(default_factory=list)

    async def exchange(
        self,
        request: Request,
        patience: RequestTimeouts,
        *,
        own_connection: bool = False,
        mark: MarkCallback | None = None,
        receive: ReceiveCallback | None = None,
    ) -> HttpResponse:
        await asyncio.sleep(_HOP_S)
        if not self.ledger.odd.online:
            raise NotSent(NotSentReason.DNS)
        if mark is None:
            await asyncio.sleep(_HOP_S)
            answer = self.ledger.answer(request)
            if receive is None or not answer.ok:
                return answer
            await receive(answer.body, "")
            return replace(answer, body=b"")
        happens = self.next_ones.pop(0) if self.next_ones else _USUAL
        if happens.not_sent:
            raise NotSent(happens.not_sent)
        try:
            await _to_the_end(mark)
        except Exception as error:
            raise NotSent(NotSentReason.NOT_MARKED) from error
        if happens.stopped:
            raise NotSent(NotSentReason.CONNECT_TIMEOUT)
        await asyncio.sleep(0)
        return await self._send(request, patience, happens)

    async def _send(self, request: Request, patience: RequestTimeouts, happens: Behaviour) -> HttpResponse:
        ledger, body = self.ledger, json.loads(request.body or b"{}")
        if not ledger.odd.key_works:
            happens = Behaviour("401", None, 401)
        ledger.first_byte(body)
        ledger.said(f"    {body['content']!r} on {body['platforms'][0]} is sent: {happens.name}")
        after = None if happens.takes is None else happens.takes + timedelta(seconds=_HOP_S)
        post = ledger.send(body, request.target.endswith("/scheduled"), after)
        await asyncio.sleep(patience.total if happens.silent else 2 * _HOP_S)
        ledger.settle()
        if not happens.answers:
            raise ConnectionLost
        return ledger.reply(happens.answers, ledger.shown(post), happens.body)

    async def aclose(self) -> None:
        pass

"""The MyPostShare client: one method for each documented operation. Usable without Qt.

    client = ApiClient("https://mypostshare.com/api", key)
    summary = await client.get_end_user("user_123", cause="example")
    await client.aclose()

Every method takes `cause`, the id of what caused the request, which its errors and its log line carry, and raises ApiError
(errors.py) or, before anything is sent, Unsendable. GETs, the upsert and DELETE are retried when that can help, at most
twice; a POST of a post or of a connect session is sent once (API gap G4).
"""

import asyncio
import logging
import random
import re
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Final, TypeVar

from tenacity import AsyncRetrying, RetryCallState, retry_if_exception, stop_after_attempt, wait_random_exponential

from postdesk.api import requests, responses
from postdesk.api.addresses import parse_base_url, parse_proxy
from postdesk.api.errors import ApiError, BadKey, ConnectionLost, NotSent, NotSentReason, RateLimited, ServerFailure
from postdesk.api.http_response import LONGEST_RETRY_AFTER, BodyEnd, HttpResponse
from postdesk.api.key_redactor import KeyRedactor
from postdesk.api.post_stream import PostListParser, PostStream, TakePosts
from postdesk.api.rate_limiter import RateLimiter
from postdesk.api.requests import STREAM_CAP, Request
from postdesk.api.transport import MarkCallback, RequestTimeouts, Transport, silence_http_logs
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.remote import (
    EndUser,
    EndUserSummary,
    OutgoingPost,
    PostFilter,
    PostList,
    Priority,
    RemoteConnection,
    RemotePost,
    RemoteSession,
)

_T = TypeVar("_T")
_log = logging.getLogger("postdesk.api")

_KEY: Final = re.compile(r"[!-~]+")
_ATTEMPTS: Final = 3
_SPREAD: Final = 0.1
_LONGEST_WAIT: Final = 10.0 * (1 + _SPREAD)
_LONGEST_PAUSE: Final = 60.0
_TRANSIENT_STATUSES: Final = frozenset({408, 425, 500, 502, 503, 504})
_TRANSIENT_REASONS: Final = frozenset(
    {NotSentReason.DNS, NotSentReason.REFUSED, NotSentReason.UNREACHABLE, NotSentReason.NO_CONNECTION}
)
_PARSE_IN_THREAD: Final = 32_768
_USUAL: Final = RequestTimeouts()
_POST: Final = RequestTimeouts(connect=30, read=150, total=180)


@dataclass(frozen=True, slots=True)
class ClientTimeouts:
    """The timeouts of a client. A post's POST has longer ones, as it may wait for the platforms (API gap G5).

    `first_retry` is the delay in seconds before the first retry.
    """

    usual: RequestTimeouts = _USUAL
    post: RequestTimeouts = _POST
    first_retry: float = 0.5


CLIENT_TIMEOUTS: Final = ClientTimeouts()


class ApiClient:
    """The API of one workspace. Building one takes 0.1 s for https: do it in a thread, use it on one loop.

    `proxy` is a URL or empty for none (the environment is not read); `ca_file` a PEM file with further authorities.
    `on_server_date` is called with the server's clock, aware UTC, after each response. `base_url` is the checked address.
    Raises BadKey, BadBaseUrl, BadProxy, BadCaFile.
    """

    def __init__(
        self,
        base_url: str,
        key: str,
        *,
        rate_limiter: RateLimiter | None = None,
        proxy: str = "",
        ca_file: str = "",
        on_server_date: Callable[[datetime], None] | None = None,
        timeouts: ClientTimeouts = CLIENT_TIMEOUTS,
    ) -> None:
        self._redactor = KeyRedactor(_checked(key))
        base = parse_base_url(base_url)
        silence_http_logs()
        self.base_url = base.origin + base.path
        self._transport = Transport(self.base_url, _checked(key), parse_proxy(proxy) if proxy else "", ca_file)
        self._rate_limiter = rate_limiter or RateLimiter()
        self._on_server_date, self._timeouts = on_server_date, timeouts
        self._retrying = AsyncRetrying(
            stop=stop_after_attempt(_ATTEMPTS),
            wait=partial(_wait, wait_random_exponential(timeouts.first_retry, max=4)),
            retry=retry_if_exception(_may_pass),
            reraise=True,
        )

    async def upsert_end_user(self, user: EndUser, *, cause: str, priority: Priority = Priority.USER) -> EndUser:
        """Create an end user, or update it with the whole known record; return the stored record."""
        return await self._ask(requests.upsert_end_user(user), partial(responses.read_upserted, sent=user), priority, cause)

    async def get_end_user(self, external_user_id: str, *, cause: str, priority: Priority = Priority.USER) -> EndUserSummary:
        """Return an end user and the number of its connections."""
        return await self._ask(requests.get_end_user(external_user_id), responses.read_end_user, priority, cause)

    async def list_connections(
        self, external_user_id: str, *, cause: str, priority: Priority = Priority.USER
    ) -> tuple[RemoteConnection, ...]:
        """Return the connected accounts of an end user."""
        return await self._ask(requests.list_connections(external_user_id), responses.read_connections, priority, cause)

    async def disconnect(self, external_user_id: str, platform: str, *, cause: str, priority: Priority = Priority.USER) -> None:
        """Remove a connection. Raises NotFound where there is none, also when an earlier try removed it without a response."""
        request = requests.disconnect(external_user_id, platform)
        await self._ask(request, responses.read_disconnected, priority, cause, own_connection=True)

    async def create_connect_session(
        self, external_user_id: str, platform: str, redirect_uri: str, *, cause: str, priority: Priority = Priority.USER
    ) -> RemoteSession:
        """Create a connect session. Raises ValidationRefused where `redirect_uri` is not allowlisted (API gap G15)."""
        request = requests.create_connect_session(external_user_id, platform, redirect_uri)
        return await self._once(request, responses.read_created_session, priority, cause)

    async def get_connect_session(self, session_id: str, *, cause: str, priority: Priority = Priority.USER) -> RemoteSession:
        """Return a connect session in its current state."""
        return await self._ask(requests.get_connect_session(session_id), responses.read_session, priority, cause)

    async def publish(self, post: OutgoingPost, *, mark: MarkCallback, cause: str) -> RemotePost:
        """Publish at once; may take minutes. For `mark` and the errors see `schedule`."""
        return await self._send(requests.publish(post), mark, cause)

    async def schedule(self, post: OutgoingPost, *, mark: MarkCallback, cause: str) -> RemotePost:
        """Hand a post to the service's scheduler.

        `mark` is awaited exactly once when the connection is up and no byte is sent, and never where none comes up; its time
        does not count towards the deadline, and it is awaited to its end even when cancelled. If it raises, no byte is sent
        and NotSent (NOT_MARKED) is raised from its error. Whether the mark was committed is read from the store, never
        concluded from an error: NotSent after a mark, or CancelledError, says nothing about it. After a completed mark every
        failure without a status is ConnectionLost; a 2xx whose body is unreadable is AcceptedWithoutId, or NotTheService if it
        is no JSON.
        """
        return await self._send(requests.schedule(post), mark, cause)

    async def get_post(self, post_id: str, *, cause: str, priority: Priority = Priority.USER) -> RemotePost:
        """Return a post request with its results on each platform."""
        return await self._ask(requests.get_post(post_id), responses.read_post, priority, cause)

    async def list_posts(self, wanted: PostFilter, *, cause: str, priority: Priority = Priority.USER) -> PostList:
        """Return the post requests that match; the list's order and length are not documented (API gap G7)."""
        return await self._ask(requests.list_posts(wanted), responses.read_posts, priority, cause)

    async def stream_posts(
        self, wanted: PostFilter, take: TakePosts, *, cause: str, priority: Priority = Priority.POLL, cap: int | None = None
    ) -> bool:
        """Hand the post requests that match to `take`, in pages while they arrive; return True if these are all.

        After an error, or after a list that was cut at `cap` bytes, what came before is handed on; a retry hands it on again.
        """
        request = requests.list_posts(wanted, cap or STREAM_CAP)
        return await self._retrying.copy()(self._stream, request, take, priority, cause)

    def end_pause(self) -> None:
        """End the service's requested pause for the user's requests and for polling."""
        self._rate_limiter.end_pause()

    async def aclose(self) -> None:
        """Close the connections."""
        await self._transport.aclose()

    async def _send(self, request: Request, mark: MarkCallback, cause: str) -> RemotePost:
        return await self._once(
            request, responses.read_created_post, Priority.SEND, cause, self._timeouts.post, own_connection=True, mark=mark
        )

    async def _ask(
        self,
        request: Request,
        read: Callable[[HttpResponse], _T],
        priority: Priority,
        cause: str,
        *,
        own_connection: bool = False,
    ) -> _T:
        return await self._retrying.copy()(self._once, request, read, priority, cause, own_connection=own_connection)

    async def _stream(self, request: Request, take: TakePosts, priority: Priority, cause: str) -> bool:
        stream = PostStream(PostListParser(self._redactor.without_key, request.cap), take)
        try:
            return await self._once(request, stream.finish, priority, cause, stream=stream)
        finally:
            await stream.settle()

    async def _once(
        self,
        request: Request,
        read: Callable[[HttpResponse], _T],
        priority: Priority,
        cause: str,
        request_timeouts: RequestTimeouts | None = None,
        *,
        own_connection: bool = False,
        mark: MarkCallback | None = None,
        stream: PostStream | None = None,
    ) -> _T:
        await self._rate_limiter.take(priority)
        started = time.monotonic()
        outcome = "cancelled"
        try:
            chosen, receive = request_timeouts or self._timeouts.usual, stream.receive if stream else None
            answer = await self._transport.exchange(request, chosen, own_connection=own_connection, mark=mark, receive=receive)
            outcome = str(answer.status)
            if stream is not None:
                await stream.flush()
            return await self._read(answer, read)
        except ApiError as error:
            error.cause = cause
            outcome = str(error)
            self._heed(error, priority)
            raise
        finally:
            elapsed = (time.monotonic() - started) * 1000
            _log.info("%s %s: %s in %.0f ms (%s)", request.method, request.template, outcome, elapsed, cause)

    async def _read(self, answer: HttpResponse, read: Callable[[HttpResponse], _T]) -> _T:
        if self._on_server_date is not None and answer.server_time is not None:
            asyncio.get_running_loop().call_soon(self._on_server_date, answer.server_time)
        body = self._redactor.without_key(answer.body, whole=answer.end is BodyEnd.WHOLE)
        answer = replace(answer, body=body)
        if len(answer.body) > _PARSE_IN_THREAD:
            return await asyncio.to_thread(read, answer)
        return read(answer)

    def _heed(self, error: ApiError, priority: Priority) -> None:
        """Pause requests of the same and lower priorities for as long as the service asks."""
        if not error.retry_after:
            return
        if priority is Priority.POLL:
            error.retry_after = _spread(error.retry_after)
        if isinstance(error, RateLimited):
            self._rate_limiter.pause(min(error.retry_after, _LONGEST_PAUSE), priority)
            self._rate_limiter.pause(error.retry_after, Priority.POLL)


def _spread(seconds: float) -> float:
    """Return the delay with a random extra, at most the limit, so that refused clients don't all return together."""
    longest = LONGEST_RETRY_AFTER * random.uniform(1 - _SPREAD, 1)
    return min(seconds * random.uniform(1, 1 + _SPREAD), longest)


def _checked(key: str) -> str:
    stripped = key.strip()
    if not _KEY.fullmatch(stripped):
        raise BadKey("an API key is printable ASCII without white space")
    return stripped


def _may_pass(error: BaseException) -> bool:
    """Return True when a retry soon may help."""
    match error:
        case RateLimited():
            return (error.retry_after or 0) <= _LONGEST_WAIT
        case ServerFailure():
            return error.status in _TRANSIENT_STATUSES and (error.retry_after or 0) <= _LONGEST_WAIT
        case NotSent():
            return error.reason in _TRANSIENT_REASONS
        case _:
            return isinstance(error, ConnectionLost)


def _wait(backoff: wait_random_exponential, state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    asked = error.retry_after if isinstance(error, ApiError) else None
    return max(asked or 0.0, backoff(state))

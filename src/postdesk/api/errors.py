"""Errors between Postdesk and the service, by the classes of the API text's guide "Error Handling".

    ApiError
      NotSent             no byte of the request left this computer (`reason`)
      ConnectionLost      dropped or timed out after sending may have begun
      HttpStatusError     the service, or something in its place, gave a status
        ValidationRefused   400, 405, 413, 415, 422
        KeyRejected         401
        PermissionRefused   403
        NotFound            404
        RateLimited         429
        UnexpectedRedirect  any 3xx; redirects are never followed
        ServerFailure       every other status: 408, 409, 425, 499, all 5xx …; it is unknown if the service acted
        AcceptedWithoutId   a 2xx to a POST whose body was empty, cut short, badly compressed, too large or without an id
        NotTheService       a 2xx that is no JSON: a portal's page, a wrong base URL
        UnreadableResponse  a 2xx to a GET that cannot be read, or whose JSON has another shape than documented
    Unsendable            (a ValueError) a value that cannot be put into a request; nothing was sent
    BadSetting            (a ValueError) the client cannot be built from this
      BadKey, BadBaseUrl, BadProxy, BadCaFile
    UnsafeUrl             (a ValueError) a connect URL that must not be opened

Each error has a stable `kind`, from which the window derives its message and the possible actions. No error, its text or
its printed traceback holds the API key.
"""

from enum import StrEnum


class ErrorKind(StrEnum):
    """The stable name of each class of ApiError."""

    NOT_SENT = "not_sent"
    CONNECTION_LOST = "lost"
    VALIDATION_REFUSED = "validation_refused"
    KEY_REJECTED = "key_rejected"
    PERMISSION_REFUSED = "permission_refused"
    NOT_FOUND = "missing"
    RATE_LIMITED = "rate_limited"
    UNEXPECTED_REDIRECT = "redirected"
    SERVER_FAILURE = "server_trouble"
    ACCEPTED_WITHOUT_ID = "received"
    NOT_THE_SERVICE = "not_the_service"
    UNREADABLE_RESPONSE = "unreadable_answer"


class NotSentReason(StrEnum):
    """The reason why no byte of a request was sent. NOT_MARKED: the caller's own mark failed (its error is `__cause__`)."""

    DNS = "dns"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    CONNECT_TIMEOUT = "connect_timeout"
    CERTIFICATE = "certificate"
    TLS = "tls"
    PROXY = "proxy"
    NO_CONNECTION = "no_connection"
    NOT_MARKED = "not_marked"


class ApiError(Exception):
    """A request that returned no value.

    `status` is the HTTP status where one was seen; `detail` the server's own words as plain text (at most 300 characters, no
    control characters, often empty); `retry_after` the seconds that the server asked to wait; `cause` the id of what caused
    the request. `raw` is the beginning of the response's body as text, for the details of a post.
    """

    kind: ErrorKind

    def __init_subclass__(cls, kind: ErrorKind | None = None) -> None:
        super().__init_subclass__()
        if kind is not None:
            cls.kind = kind

    def __init__(
        self, *, status: int | None = None, detail: str = "", retry_after: float | None = None, cause: str = "", raw: str = ""
    ) -> None:
        super().__init__(f"{self.kind} {status}" if status else str(self.kind))
        self.status, self.detail, self.retry_after, self.cause = status, detail, retry_after, cause
        self.raw = raw


class NotSent(ApiError, kind=ErrorKind.NOT_SENT):
    """No byte of the request left this computer."""

    def __init__(self, reason: NotSentReason, *, cause: str = "") -> None:
        super().__init__(cause=cause)
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.kind} {self.reason}"


class ConnectionLost(ApiError, kind=ErrorKind.CONNECTION_LOST):
    """Dropped, timed out or broken after sending may have begun: before a status or, for a GET, within the response."""


class HttpStatusError(ApiError):
    """A response with a status; `status` is never None."""


class ValidationRefused(HttpStatusError, kind=ErrorKind.VALIDATION_REFUSED):
    """A definite refusal of the request: 400, 405, 413, 415, 422."""


class KeyRejected(HttpStatusError, kind=ErrorKind.KEY_REJECTED):
    """401: the API key is wrong or revoked."""


class PermissionRefused(HttpStatusError, kind=ErrorKind.PERMISSION_REFUSED):
    """403: the key lacks the permission."""


class NotFound(HttpStatusError, kind=ErrorKind.NOT_FOUND):
    """404: the record, or the whole API at this address, is missing."""


class RateLimited(HttpStatusError, kind=ErrorKind.RATE_LIMITED):
    """429: too many requests."""


class UnexpectedRedirect(HttpStatusError, kind=ErrorKind.UNEXPECTED_REDIRECT):
    """A 3xx: the base URL is not the service's, or something stands in between."""


class ServerFailure(HttpStatusError, kind=ErrorKind.SERVER_FAILURE):
    """A status that leaves unknown if the service acted."""


class AcceptedWithoutId(HttpStatusError, kind=ErrorKind.ACCEPTED_WITHOUT_ID):
    """A 2xx to a POST whose id is lost: the service accepted it."""


class NotTheService(HttpStatusError, kind=ErrorKind.NOT_THE_SERVICE):
    """A 2xx that is no JSON."""


class UnreadableResponse(HttpStatusError, kind=ErrorKind.UNREADABLE_RESPONSE):
    """A 2xx to a GET whose body was cut, too large, badly compressed or of an undocumented shape."""


class UnsendableReason(StrEnum):
    """The reason why a value cannot be put into a request."""

    EMPTY = "empty"
    DOT_SEGMENT = "dot_segment"
    TOO_LONG = "too_long"
    LONE_SURROGATE = "lone_surrogate"
    NOT_DOCUMENTED = "not_documented"


class Unsendable(ValueError):
    """A value that cannot be put into a request: `field` (the name in the API text) has a `problem`; nothing was sent.

    DOT_SEGMENT: an id of one or two dots would change the path. TOO_LONG: no address holds it. NOT_DOCUMENTED: that operation
    has no such field (a scheduled post with a title or media, an immediate one with a time).
    """

    def __init__(self, field: str, problem: UnsendableReason) -> None:
        super().__init__(f"{field}: {problem}")
        self.field, self.problem = field, problem


class BadSetting(ValueError):
    """The client cannot be built from these settings."""


class BadKey(BadSetting):
    """The key is empty, or has a character that is not printable ASCII, or white space within."""


class BadBaseUrl(BadSetting):
    """The base URL is not `https://host[:port][/path]`; plain http is for loopback only."""


class BadProxy(BadSetting):
    """The proxy is not `http://host:port` or `https://host:port`."""


class BadCaFile(BadSetting):
    """The CA file cannot be read or holds no certificate."""


class UnsafeUrl(ValueError):
    """A connect URL that must not be opened; the text itself is not repeated here."""

"""Requests to S3-compatible storage, each signed with the secret, which itself never leaves this computer.

Blocking: run in a thread. While the server is unreachable or overloaded, a request is retried for a limited time; `stop` ends
retries and transfers at once.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from html import unescape
from threading import Event
from typing import Final
from urllib.parse import quote
from xml.sax.saxutils import escape

import httpx
import tenacity
from httpx_auth import AWS4Auth

from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.uploads import DEFAULT_REGION, Bucket, UploadFailed, UploadProblem
from postdesk.media.fetch_policy import tls_context

_PATIENT_S: Final = 600
_BRISK_S: Final = 15
_CONNECT_S: Final = 5
_WRITE_S: Final = 30
_ANSWER_S: Final = 120
_AGAIN_S: Final = 0.2
_AGAIN_AT_MOST_S: Final = 5
_PIECE: Final = 65_536
_PLAIN: Final = {"Accept-Encoding": "identity"}
"""Without compression, so that Content-Length is the object's length."""
_BUSY: Final = frozenset({408, 429, 500, 502, 503, 504})
_SAID: Final = 300
_CODE: Final = re.compile(r"<Code>(\w+)</Code>")
_MESSAGE: Final = re.compile(r"<Message>([^<]*)</Message>")
_BUSY_CODES: Final = frozenset({"InternalError", "RequestTimeout", "SlowDown"})
_PROBLEMS: Final = {
    "NoSuchBucket": UploadProblem.NO_BUCKET,
    "InvalidAccessKeyId": UploadProblem.KEY_REFUSED,
    "SignatureDoesNotMatch": UploadProblem.KEY_REFUSED,
    "InvalidAccessKey": UploadProblem.KEY_REFUSED,
}
_PROBLEMS_BY_STATUS: Final = {401: UploadProblem.NOT_ALLOWED, 403: UploadProblem.NOT_ALLOWED, 404: UploadProblem.NO_BUCKET}


class NoSuchUpload(UploadFailed):
    """The storage doesn't know the multipart upload (any more)."""


@dataclass(frozen=True, slots=True)
class UploadedPart:
    """A part in storage; `etag` as the storage returns it, with quotes."""

    size: int
    etag: str


@dataclass(frozen=True, slots=True)
class S3Request:
    """One request; a `retry_briefly` one is retried only briefly. `on_sent` is called with the number of its bytes being sent."""

    method: str
    key: str
    query: Mapping[str, str] | None = None
    data: bytes = b""
    kind: str = ""
    retry_briefly: bool = False
    on_sent: Callable[[int], None] | None = None


class _RequestBody(httpx.ByteStream):
    """The request body in pieces: progress is reported between them, and a stop takes effect."""

    def __init__(self, data: bytes, on_sent: Callable[[int], None], stop: Event) -> None:
        super().__init__(data)
        self._data, self._on_sent, self._stop = memoryview(data), on_sent, stop

    def __iter__(self) -> Iterator[bytes]:
        for start in range(0, len(self._data), _PIECE):
            if self._stop.is_set():
                raise UploadFailed(UploadProblem.STOPPED)
            self._on_sent(start)
            yield bytes(self._data[start : start + _PIECE])


class S3Client:
    """A client for one bucket, over one connection. All methods raise UploadFailed."""

    def __init__(self, bucket: Bucket, client: httpx.Client, stop: Event) -> None:
        self._base, self._client, self._stop = _base(bucket), client, stop

    def size(self, key: str) -> int | None:
        """Return the object's size in bytes, or None where there is no object."""
        answer = self._answer(S3Request("HEAD", key, retry_briefly=True))
        if answer.status_code == httpx.codes.NOT_FOUND:
            return None
        _ensure_success(answer)
        return int(answer.headers.get("Content-Length", -1))

    def put(self, s3_request: S3Request) -> str:
        """Write an object or a part of one; return its ETag."""
        return str(_ensure_success(self._answer(s3_request)).headers.get("ETag", ""))

    def delete(self, key: str) -> None:
        """Delete an object."""
        _ensure_success(self._answer(S3Request("DELETE", key, retry_briefly=True)))

    def begin(self, key: str, kind: str) -> str:
        """Begin a multipart upload; return its id."""
        answer = self._answer(S3Request("POST", key, {"uploads": ""}, kind=kind))
        found = _parse_xml(answer).findtext("{*}UploadId")
        if not found:
            raise UploadFailed(UploadProblem.REFUSED)
        return found

    def put_part(self, key: str, multipart: str, number: int, data: bytes, on_sent: Callable[[int], None]) -> UploadedPart:
        """Send one part; numbers start at 1. Raises NoSuchUpload."""
        query = {"partNumber": str(number), "uploadId": multipart}
        return UploadedPart(len(data), self.put(S3Request("PUT", key, query, data, on_sent=on_sent)))

    def parts(self, key: str, multipart: str) -> dict[int, UploadedPart]:
        """Return the stored parts of a multipart upload, by number. Raises NoSuchUpload."""
        found: dict[int, UploadedPart] = {}
        marker = ""
        while True:
            query = {"uploadId": multipart} | ({"part-number-marker": marker} if marker else {})
            told = _parse_xml(self._answer(S3Request("GET", key, query)))
            for each in told.iterfind("{*}Part"):
                number, size = (each.findtext(f"{{*}}{name}", "") for name in ("PartNumber", "Size"))
                if number.isdecimal() and size.isdecimal():
                    found[int(number)] = UploadedPart(int(size), each.findtext("{*}ETag", ""))
            marker = told.findtext("{*}NextPartNumberMarker", "")
            if told.findtext("{*}IsTruncated") != "true" or not marker:
                return found

    def complete(self, key: str, multipart: str, etags: Mapping[int, str]) -> None:
        """Complete a multipart upload from its parts. Raises NoSuchUpload."""
        parts = (
            f"<Part><PartNumber>{number}</PartNumber><ETag>{escape(etag)}</ETag></Part>" for number, etag in sorted(etags.items())
        )
        said = "".join(('<CompleteMultipartUpload xmlns="http://s3.amazonaws.com/doc/2006-03-01/">', *parts))
        data = f"{said}</CompleteMultipartUpload>".encode()
        answer = self._answer(S3Request("POST", key, {"uploadId": multipart}, data, kind="application/xml"))
        if _parse_xml(answer).tag.endswith("Error"):  # errors may come with status 200, sent before the result was known
            raise _refused(answer)

    def abort(self, key: str, multipart: str) -> None:
        """Delete all parts. Raises NoSuchUpload."""
        _ensure_success(self._answer(S3Request("DELETE", key, {"uploadId": multipart}, retry_briefly=True)))

    def _answer(self, s3_request: S3Request) -> httpx.Response:
        """Send the request, with retries while the server is unavailable; return the last response."""
        if self._stop.is_set():
            raise UploadFailed(UploadProblem.STOPPED)
        url = f"{self._base}/{quote(s3_request.key)}"
        headers = {"Content-Type": s3_request.kind} if s3_request.kind else None
        request = self._client.build_request(
            s3_request.method, url, params=s3_request.query, content=s3_request.data, headers=headers
        )
        if s3_request.on_sent:
            request.stream = _RequestBody(s3_request.data, s3_request.on_sent, self._stop)
        asking = tenacity.Retrying(
            retry=tenacity.retry_if_exception_type(httpx.TransportError) | tenacity.retry_if_result(_is_unavailable),
            wait=tenacity.wait_random_exponential(_AGAIN_S, _AGAIN_AT_MOST_S),
            stop=tenacity.stop_after_delay(_BRISK_S if s3_request.retry_briefly else _PATIENT_S)
            | tenacity.stop_when_event_set(self._stop),
            sleep=tenacity.sleep_using_event(self._stop),
            retry_error_callback=_last,
        )
        try:
            answer = asking(self._client.send, request)
        except httpx.HTTPError:
            raise UploadFailed(UploadProblem.STOPPED if self._stop.is_set() else UploadProblem.UNREACHABLE) from None
        if _is_unavailable(answer) and self._stop.is_set():
            raise UploadFailed(UploadProblem.STOPPED)
        return answer


@contextmanager
def open_s3(bucket: Bucket, secret: str, proxy: str, ca_file: str, stop: Event) -> Iterator[S3Client]:
    """Open a client for the bucket; no environment settings are used. Raises UploadFailed."""
    if bucket.invalid_fields:
        raise UploadFailed(UploadProblem.BAD_TARGET)
    if not secret:
        raise UploadFailed(UploadProblem.NO_SECRET)
    signing = AWS4Auth(bucket.access_key, secret, bucket.region or DEFAULT_REGION, "s3")
    timeout = httpx.Timeout(_ANSWER_S, connect=_CONNECT_S, write=_WRITE_S)
    tls = tls_context(ca_file)
    try:
        client = httpx.Client(auth=signing, headers=_PLAIN, proxy=proxy or None, verify=tls, trust_env=False, timeout=timeout)
    except (httpx.InvalidURL, ValueError):
        raise UploadFailed(UploadProblem.BAD_TARGET) from None
    with client:
        yield S3Client(bucket, client, stop)


def _base(bucket: Bucket) -> str:
    """Return the base URL, with the bucket in the host name unless the bucket is addressed by path."""
    if bucket.path_style:
        return f"{bucket.service}/{bucket.bucket}"
    scheme, _, host = bucket.service.partition("://")
    return f"{scheme}://{bucket.bucket}.{host}"


def _last(state: tenacity.RetryCallState) -> httpx.Response:
    assert state.outcome
    answer: httpx.Response = state.outcome.result()
    return answer


def _is_unavailable(answer: httpx.Response) -> bool:
    return answer.status_code in _BUSY or _code(answer) in _BUSY_CODES


def _code(answer: httpx.Response) -> str:
    found = _CODE.search(answer.text)
    return found[1] if found else ""


def _ensure_success(answer: httpx.Response) -> httpx.Response:
    if not answer.is_success:
        raise _refused(answer)
    return answer


def _parse_xml(answer: httpx.Response) -> ET.Element:
    try:
        return ET.fromstring(_ensure_success(answer).content)
    except ET.ParseError:
        raise UploadFailed(UploadProblem.REFUSED) from None


def _refused(answer: httpx.Response) -> UploadFailed:
    """Return an error with only the storage's own message, never the signed request."""
    code, message = _code(answer), _MESSAGE.search(answer.text)
    said = unescape(message[1]).strip()[:_SAID] if message else ""
    if code == "NoSuchUpload":
        return NoSuchUpload(UploadProblem.REFUSED, said)
    return UploadFailed(_PROBLEMS.get(code) or _PROBLEMS_BY_STATUS.get(answer.status_code, UploadProblem.REFUSED), said)

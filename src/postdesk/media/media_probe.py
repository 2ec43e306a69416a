"""The media probe: fetches an address the way the service would, and reads the file's facts."""

import asyncio
import base64
import json
import logging
from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from PySide6.QtGui import QImage

from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.media import MediaCheck, MediaFacts, MediaProblem, MediaType, UnusableMedia
from postdesk.media.fetch_policy import FetchPolicy
from postdesk.media.media_types import HEAD_BYTES, detect_media_type
from postdesk.media.pictures import image_facts, make_small_picture
from postdesk.media.probe_limits import ProbeLimits
from postdesk.media.remote_file import RemoteFile, open_remote_file
from postdesk.media.video_facts import SparseFile, read_video_facts

_LATEST: Final = datetime.max.replace(tzinfo=UTC)
_CLOUDFRONT: Final = str.maketrans("-_~", "+=/")


def expires_at(url: str) -> datetime | None:
    """Return the moment (UTC) at which a signed address expires, or None where the address has no expiry."""
    try:
        # For a repeated parameter, the last value counts.
        query = {name.lower(): value for name, value in parse_qsl(urlsplit(url).query)}
    except ValueError:
        return None
    try:
        return (
            _signed_v4(query, "x-amz") or _signed_v4(query, "x-goog") or _azure(query) or _by_moment(query) or _by_policy(query)
        )
    except (ValueError, OverflowError, OSError, KeyError, TypeError, RecursionError):
        return None


def _signed_v4(query: dict[str, str], prefix: str) -> datetime | None:
    """Return the signing time plus the validity in seconds (signature version 4)."""
    if not {f"{prefix}-date", f"{prefix}-expires"} <= query.keys():
        return None
    signed = datetime.strptime(query[f"{prefix}-date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    return signed + timedelta(seconds=int(query[f"{prefix}-expires"]))


def _azure(query: dict[str, str]) -> datetime | None:
    if not {"se", "sig"} <= query.keys():
        return None
    moment = datetime.fromisoformat(query["se"])
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _by_moment(query: dict[str, str]) -> datetime | None:
    """Return the expiry given in seconds since 1970, where a signature gives it meaning."""
    if not {"expires", "signature"} <= query.keys():
        return None
    return _since_1970(query["expires"])


def _by_policy(query: dict[str, str]) -> datetime | None:
    """Return the expiry in CloudFront's custom policy: JSON in its own base64 variant."""
    if not {"policy", "signature"} <= query.keys():
        return None
    policy = json.loads(base64.b64decode(query["policy"].translate(_CLOUDFRONT)))
    ends = [_since_1970(each["Condition"]["DateLessThan"]["AWS:EpochTime"]) for each in policy["Statement"]]
    return min(ends, default=None)


def _since_1970(seconds: str | int) -> datetime:
    return min(datetime.fromtimestamp(int(seconds), UTC), _LATEST)


_log = logging.getLogger("postdesk.media")

_LIMITS: Final = ProbeLimits()
_FIRST_PART: Final = 262_144
_MOST_PARTS: Final = 8


@dataclass(frozen=True, slots=True)
class ProbeResult:
    """The result of a probe, and a small picture where there is one."""

    media_check: MediaCheck
    picture: QImage | None = None


class MediaProbe:
    """Probes media addresses within `policy` (the fetch policy) and `limits`."""

    def __init__(self, policy: FetchPolicy, limits: ProbeLimits = _LIMITS) -> None:
        self._policy, self._limits = policy, limits

    async def probe(self, url: str, now: datetime) -> ProbeResult:
        """Probe `url` and return facts or a problem, never an error. An address that has expired by `now` is not requested."""
        end = expires_at(url)
        try:
            if end and end <= now:
                raise UnusableMedia(MediaProblem.EXPIRED)
            async with asyncio.timeout(self._limits.total_s):
                facts, picture = await self._probe(url)
        except UnusableMedia as unusable:
            return ProbeResult(MediaCheck(url, now, problem=unusable.problem, expires_at=end))
        except TimeoutError:
            return ProbeResult(MediaCheck(url, now, problem=MediaProblem.SLOW, expires_at=end))
        except Exception as error:
            # A programming error must not block a post. Its text may contain the address, which may be signed.
            _log.error("a probe failed with %s", type(error).__name__)
            return ProbeResult(MediaCheck(url, now, problem=MediaProblem.UNREACHABLE, expires_at=end))
        return ProbeResult(MediaCheck(url, now, facts, expires_at=end), picture)

    async def _probe(self, url: str) -> tuple[MediaFacts, QImage | None]:
        async with open_remote_file(url, self._policy, self._limits) as source:
            head = await source.first(HEAD_BYTES)
            kind = detect_media_type(head)
            if not head:
                raise UnusableMedia(MediaProblem.DAMAGED)
            if kind is MediaType.HTML:
                raise UnusableMedia(MediaProblem.WEB_PAGE)
            if kind is MediaType.OTHER:
                raise UnusableMedia(MediaProblem.UNKNOWN_TYPE)
            return (await self._video_facts(source, kind), None) if kind.video else await self._image(source, kind)

    async def _image(self, source: RemoteFile, kind: MediaType) -> tuple[MediaFacts, QImage | None]:
        """Read the whole image, so that its size is measured; of one above the limit, use the first bytes."""
        limits = self._limits
        head = await source.first(HEAD_BYTES)
        if kind is MediaType.SVG:
            return MediaFacts(kind, source.size or len(head)), None
        if source.size is not None and source.size > limits.image_bytes:
            return await asyncio.to_thread(image_facts, head, kind, source.size, limits), None
        data = await _whole(source, limits.image_bytes)
        facts = await asyncio.to_thread(image_facts, data, kind, len(data), limits)
        if not facts.pixels:
            return await asyncio.to_thread(read_video_facts, _all_there(data), kind, len(data)), None
        return facts, await asyncio.to_thread(make_small_picture, data, facts, limits)

    async def _video_facts(self, source: RemoteFile, kind: MediaType) -> MediaFacts:
        if source.ranged and source.size is not None:
            return await self._video_facts_by_parts(source, kind, source.size)
        data = await source.first(self._limits.video_bytes)
        if source.size is None and not source.ended:
            raise UnusableMedia(MediaProblem.ENDLESS)
        size = source.size or len(data)
        parts = SparseFile(size)
        parts.put(0, data)
        return await asyncio.to_thread(read_video_facts, parts, kind, size)

    async def _video_facts_by_parts(self, source: RemoteFile, kind: MediaType, size: int) -> MediaFacts:
        """Fetch the parts that the parser asks for and parse again, until nothing is missing or the byte limit is reached."""
        parts, count, budget = SparseFile(size), _FIRST_PART, self._limits.video_bytes
        parts.put(0, await source.first(HEAD_BYTES))
        for _ in range(_MOST_PARTS):
            facts = await asyncio.to_thread(read_video_facts, parts, kind, size)
            if parts.missing is None or count > budget or (facts.pixels and facts.seconds):
                break
            parts.put(parts.missing, await source.part(parts.missing, min(count, size - parts.missing)))
            budget, count = budget - count, 2 * count
        return facts


async def _whole(source: RemoteFile, most: int) -> bytes:
    data = await source.first(most)
    if not source.ended and (source.size is None or len(data) < source.size):
        raise UnusableMedia(MediaProblem.ENDLESS)
    return data


def _all_there(data: bytes) -> SparseFile:
    parts = SparseFile(len(data))
    parts.put(0, data)
    return parts

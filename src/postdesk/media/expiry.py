"""Until when a signed address works, as the address itself says.

Amazon: "Authenticating Requests: Using Query Parameters" (X-Amz-Date, X-Amz-Expires), and its older form (Expires);
Google: "Signed URLs" (X-Goog-…, GoogleAccessId); CloudFront: canned (Expires) and custom policies (Policy); Azure: SAS (se).
"""

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import parse_qsl, urlsplit

_LATEST: Final = datetime.max.replace(tzinfo=UTC)
_CLOUDFRONT: Final = str.maketrans("-_~", "+=/")


def expires_at(url: str) -> datetime | None:
    """The moment (UTC) from which the address is refused; None where it names none."""
    try:
        # The last one counts where one is given twice.
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
    """A moment of signing and seconds from then on."""
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
    """Seconds since 1970, where there is a signature that makes them count."""
    if not {"expires", "signature"} <= query.keys():
        return None
    return _since_1970(query["expires"])


def _by_policy(query: dict[str, str]) -> datetime | None:
    """CloudFront's custom policy: JSON in its own base64."""
    if not {"policy", "signature"} <= query.keys():
        return None
    policy = json.loads(base64.b64decode(query["policy"].translate(_CLOUDFRONT)))
    ends = [_since_1970(each["Condition"]["DateLessThan"]["AWS:EpochTime"]) for each in policy["Statement"]]
    return min(ends, default=None)


def _since_1970(seconds: str | int) -> datetime:
    return min(datetime.fromtimestamp(int(seconds), UTC), _LATEST)

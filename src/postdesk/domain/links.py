"""Web addresses: of published posts and of profiles, and the check that a media address is public."""

import re
from enum import StrEnum
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from postdesk.domain.platforms import Platform

_POSTS: Final = {
    Platform.LINKEDIN: (re.compile(r"urn:li:(?:share|ugcPost|activity):[0-9]+"), "https://www.linkedin.com/feed/update/{}"),
    Platform.TWITTER: (re.compile(r"([0-9]+)"), "https://x.com/i/web/status/{}"),
    Platform.YOUTUBE: (re.compile(r"([A-Za-z0-9_-]{11})"), "https://www.youtube.com/watch?v={}"),
    Platform.FACEBOOK: (re.compile(r"([0-9]+(?:_[0-9]+)?)"), "https://www.facebook.com/{}"),
    Platform.PINTEREST: (re.compile(r"([0-9]+)"), "https://www.pinterest.com/pin/{}/"),
    Platform.REDDIT: (re.compile(r"t3_([a-z0-9]+)"), "https://www.reddit.com/comments/{}"),
}
_INSTAGRAM_NAME: Final = r"(?!.*\.\.)@?([A-Za-z0-9_](?:[A-Za-z0-9._]{0,28}[A-Za-z0-9_])?)"
_PROFILES: Final = {
    Platform.TWITTER: (re.compile(r"@?([A-Za-z0-9_]{1,15})"), "https://x.com/{}"),
    Platform.INSTAGRAM: (re.compile(_INSTAGRAM_NAME), "https://www.instagram.com/{}/"),
    Platform.THREADS: (re.compile(_INSTAGRAM_NAME), "https://www.threads.com/@{}"),
    Platform.YOUTUBE: (re.compile(r"(?!.*\.\.)@([A-Za-z0-9](?:[A-Za-z0-9._-]{1,28}[A-Za-z0-9]))"), "https://www.youtube.com/@{}"),
    Platform.PINTEREST: (re.compile(r"@?([A-Za-z0-9_]{3,30})"), "https://www.pinterest.com/{}/"),
    Platform.REDDIT: (re.compile(r"(?:u/)?([A-Za-z0-9_-]{3,20})"), "https://www.reddit.com/user/{}"),
}
_IN_NO_URL: Final = re.compile(r'[\s\x00-\x20\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff<>"\\]')
_PRIVATE_SUFFIXES: Final = (".localhost", ".local", ".internal")


class UrlProblem(StrEnum):
    """The reason that the service could not fetch an address."""

    CHARACTERS = "characters"
    NOT_HTTPS = "not_https"
    NO_HOST = "no_host"
    USER_INFO = "user_info"
    NOT_PUBLIC = "not_public"


def published_url(platform: str, external_id: str) -> str | None:
    """Return the address of a published post; None for an id of unknown form, and for Instagram and Threads."""
    return _filled(_POSTS, platform, external_id)


def profile_url(platform: str, remote_username: str) -> str | None:
    """Return the address of an account's profile; None where the name makes none, and always on LinkedIn and Facebook."""
    return _filled(_PROFILES, platform, remote_username)


def url_problem(url: str) -> UrlProblem | None:
    """Return the problem that keeps an address from being a public https address (API gap G22); None if there is none."""
    if _IN_NO_URL.search(url):
        return UrlProblem.CHARACTERS
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return UrlProblem.NO_HOST
    if parts.scheme != "https":
        return UrlProblem.NOT_HTTPS
    if not host:
        return UrlProblem.NO_HOST
    if "@" in parts.netloc:
        return UrlProblem.USER_INFO
    return None if _is_public(host.removesuffix(".")) else UrlProblem.NOT_PUBLIC


def _filled(forms: dict[Platform, tuple[re.Pattern[str], str]], platform: str, name: str) -> str | None:
    if platform not in forms:
        return None
    form, address = forms[Platform(platform)]
    match = form.fullmatch(name)
    return address.format(match[match.lastindex or 0]) if match else None


def _is_public(host: str) -> bool:
    try:
        return ip_address(host).is_global
    except ValueError:
        return "." in host and not host.endswith(_PRIVATE_SUFFIXES)

"""UTM tags: query parameters added to a client's links, so that visits can be told apart by their source.

A link is a mark of `marks` with http or https. It gets tags where it has none yet, at the end of its query and before its
fragment; nothing else of it is changed (RFC 3986 §3.4). Text that is not clearly part of a link stays as it is.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import astuple, fields, replace
from functools import lru_cache
from typing import Final
from urllib.parse import quote, urlsplit

from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.marks import MarkKind, marks
from postdesk.domain.platforms import Platform

_HAS_TAGS: Final = re.compile(r"(?:[?&;#]|%26|%3f)utm_\w+=", re.IGNORECASE)
_TAG_AND_JOINT: Final = re.compile(r"(?<=[?&])utm_\w+=[^&#]*&?", re.IGNORECASE)
_LOOSE_JOINT: Final = re.compile(r"[?&]+(?=#|$)")
_PLAIN_LINK: Final = re.compile(r"[\w\-.~:/?#\[\]@!$&'()*+,;=%]+")
"""The characters of RFC 3986, and letters of any script. A link with other characters may end before them."""
_PLACEHOLDER: Final = re.compile(r"\{(\w+)\}")
_IN_NO_SLUG: Final = re.compile(r"[\W_]+")
_TEXTS_KEPT: Final = 16
_LINKS_KEPT: Final = 512
TAG_PLACEHOLDERS: Final = ("platform", "client", "date", "campaign")


@dataclass(frozen=True, slots=True)
class Tags:
    """The value of each parameter, with placeholders (`{platform}`); empty where it is left out."""

    source: str = ""
    medium: str = ""
    campaign: str = ""
    term: str = ""
    content: str = ""

    def over(self, shared: "Tags") -> "Tags":
        """Return these tags, with those of `shared` for the empty ones."""
        return Tags(*(own or other for own, other in zip(astuple(self), astuple(shared), strict=True)))

    @property
    def unknown(self) -> tuple[str, ...]:
        """The unknown placeholders."""
        found = (name for words in astuple(self) for name in _PLACEHOLDER.findall(words))
        return tuple(dict.fromkeys(name for name in found if name not in TAG_PLACEHOLDERS))


DEFAULT_TAGS: Final = Tags("{platform}", "social", "{date}")
"""The tags of a new client: the platform, that it was a social post, and the date."""


@dataclass(frozen=True, slots=True)
class TagSettings:
    """The settings for tags of a client's links. `sites`: the hosts, with their subdomains; all where none is named.

    `own`: a platform's own tags, which outrank the shared ones; at most one per platform, none of them empty.
    """

    on: bool = False
    tags: Tags = DEFAULT_TAGS
    own: tuple[tuple[Platform, Tags], ...] = ()
    sites: tuple[str, ...] = ()

    def tags_for(self, platform: Platform) -> Tags:
        """Return the tags of links on the platform, with placeholders."""
        return self.own_for(platform).over(self.tags)

    def own_for(self, platform: Platform) -> Tags:
        """Return the platform's own tags, empty where they are shared."""
        return dict(self.own).get(platform, Tags())

    def with_own(self, platform: Platform, tags: Tags) -> "TagSettings":
        """Return the settings with these tags as the platform's own."""
        others = tuple(each for each in self.own if each[0] is not platform)
        return replace(self, own=others if tags == Tags() else (*others, (platform, tags)))


NO_TAGS: Final = TagSettings()


def build_query(tags: Tags, values: Mapping[str, str]) -> str:
    """Return the parameters as a link gets them, with `values` for the placeholders; empty where there are none.

    In the other parameters, `{campaign}` stands for the filled campaign.
    """
    campaign = _filled(tags.campaign, values)
    named = {**values, "campaign": campaign}
    words = {field.name: _filled(getattr(tags, field.name), named) for field in fields(tags)}
    words["campaign"] = campaign
    return "&".join(f"utm_{name}={quote(word, safe='')}" for name, word in words.items() if word)


def slug(name: str) -> str:
    """Return the name as a tag value: lower case, with hyphens between its words."""
    return _IN_NO_SLUG.sub("-", name.casefold()).strip("-")


def sites_of(typed: str) -> tuple[str, ...]:
    """Return the hosts in a typed list: with or without https://, www. and paths, in any order."""
    words = (word for word in re.split(r"[\s,;]+", typed.strip().casefold()) if word)
    hosts = (re.sub(r"^(?:\w+://)?(?:www\.)?", "", word).split("/")[0].split(":")[0].strip(".") for word in words)
    return tuple(dict.fromkeys(host for host in hosts if host))


def tagged_text(text: str, added: str, sites: tuple[str, ...]) -> str:
    """Return the text with `added` (from `build_query`) in each link that gets tags."""
    if not added or "://" not in text:
        return text
    return _with_links(text, lambda link: _tagged(link, added) if takes_tags(link, sites) else link)


@lru_cache(_LINKS_KEPT)
def takes_tags(link: str, sites: tuple[str, ...] = ()) -> bool:
    """Tell whether the link gets tags: it has none, and leads to one of the sites."""
    if _HAS_TAGS.search(link) or not _PLAIN_LINK.fullmatch(link):
        return False
    try:
        parts = urlsplit(link)
        host = _ascii(parts.hostname or "")
    except ValueError:
        return False
    known = not sites or any(host == site or host.endswith(f".{site}") for site in map(_ascii, sites))
    return known and bool(host) and "@" not in parts.netloc


def _ascii(host: str) -> str:
    """Return a host in the form of DNS lookups, so that both spellings of an international name are equal."""
    try:
        return host.casefold().strip(".").encode("idna").decode()
    except UnicodeError:
        return host.casefold()


def untagged_text(text: str) -> str:
    """Return the text without tags in its links, whoever added them, to compare it with another text."""
    return _with_links(text, _without_tags) if "utm_" in text.casefold() and "://" in text else text


def _without_tags(link: str) -> str:
    bare = _TAG_AND_JOINT.sub("", link)
    return link if bare == link else _LOOSE_JOINT.sub("", bare, count=1)


def links_of(text: str) -> tuple[str, ...]:
    """Return the links in a text, in order."""
    return _pieces(text)[1::2] if "://" in text else ()


def written_index(written: str, sent: str, index: int) -> int:
    """Return the index in the written text for an index in the sent one."""
    place = 0
    for before, after in zip(_pieces(written), _pieces(sent), strict=True):
        if index < len(after):
            return place + min(index, len(before))
        index -= len(after)
        place += len(before)
    return place


def _tagged(link: str, added: str) -> str:
    address, mark, fragment = link.partition("#")
    joint = "?" if "?" not in address else "" if address[-1] in "?&" else "&"
    return f"{address}{joint}{added}{mark}{fragment}"


def _filled(words: str, values: Mapping[str, str]) -> str:
    return _PLACEHOLDER.sub(lambda match: values.get(match[1], match[0]), words.strip())


def _with_links(text: str, change: Callable[[str], str]) -> str:
    pieces = _pieces(text)
    return "".join(change(piece) if number % 2 else piece for number, piece in enumerate(pieces))


@lru_cache(_TEXTS_KEPT)
def _pieces(text: str) -> tuple[str, ...]:
    """Return the text in pieces, of which each second one is a link."""
    pieces, place, start = [], 0, 0
    for line in text.split("\n"):
        for mark in marks(line) if "://" in line else ():
            if mark.kind is MarkKind.LINK:
                pieces += [text[place : start + mark.start], text[start + mark.start : start + mark.end]]
                place = start + mark.end
        start += len(line) + 1
    return (*pieces, text[place:])

"""Snippets: named texts to insert into a draft, with placeholders. A snippet of hashtags alone is a hashtag set.

Placeholders stand in braces: {client}, {date}, {date+7}, {weekday}, {time}, {link}, {platform}, {cursor}, and {any words?} for
an answer that is requested on insertion. Others stay as they are.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import field
from datetime import date, datetime, timedelta
from typing import Final

from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.limits import Bound, Measure, PostPart, Severity
from postdesk.domain.marks import MarkKind, marks
from postdesk.domain.rules import PlatformRules

_PLACEHOLDER: Final = re.compile(r"\{([^{}\n]{1,60})\}")
_SHIFTED: Final = re.compile(r"(date|weekday)(?: ?([+-]) ?(\d{1,3}))?")
_KNOWN: Final = ("client", "time", "link", "platform", "cursor")


@dataclass(frozen=True, slots=True)
class Snippet:
    """A named text. `client_id`: None for all clients. `at_end`: it is inserted at the end of the text, on a new line."""

    id: int
    name: str
    text: str
    client_id: int | None = None
    at_end: bool = False

    @property
    def hashtags(self) -> tuple[str, ...]:
        """The hashtags of a hashtag set; empty where the text has anything else in it."""
        words = tuple(self.text.split())
        return words if words and all(map(_is_hashtag, words)) else ()

    @property
    def questions(self) -> tuple[str, ...]:
        """The questions asked on insertion, in order."""
        asked = (name.removesuffix("?").strip() for name in placeholders(self.text) if name.endswith("?"))
        return tuple(dict.fromkeys(name for name in asked if name))

    @property
    def unknown(self) -> tuple[str, ...]:
        """The unknown placeholders."""
        return tuple(name for name in placeholders(self.text) if not (name.endswith("?") or _known(name)))


@dataclass(frozen=True, slots=True)
class SnippetContext:
    """The values of placeholders at the place of insertion; empty or None where unknown.

    `due_at` is in the client's zone. `day`, `weekday` and `clock` format it in the user's language. `answers`: by question.
    """

    client: str = ""
    platform: str = ""
    link: str = ""
    due_at: datetime | None = None
    day: Callable[[date], str] = date.isoformat
    weekday: Callable[[date], str] = lambda day: f"{day:%A}"
    clock: Callable[[datetime], str] = lambda moment: f"{moment:%H:%M}"
    answers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FilledSnippet:
    """A text to insert. `cursor`: the code point for the cursor after that. `left`: the placeholders that are still in it."""

    text: str
    cursor: int
    left: tuple[str, ...] = ()


def placeholders(text: str) -> tuple[str, ...]:
    """Return the texts in braces, each once, in order."""
    return tuple(dict.fromkeys(_PLACEHOLDER.findall(text)))


def fill_snippet(text: str, setting: SnippetContext) -> FilledSnippet:
    """Return the text with the values of its placeholders, and the cursor at the first {cursor}, or else at the end."""
    done: list[str] = []
    left: dict[str, None] = {}
    cursor, place = None, 0
    for match in _PLACEHOLDER.finditer(text):
        done.append(text[place : match.start()])
        place = match.end()
        if match[1] == "cursor":
            cursor = sum(map(len, done)) if cursor is None else cursor
        elif value := _value(match[1], setting):
            done.append(value)
        else:
            left[match[1]] = None
            done.append(match[0])
    whole = "".join((*done, text[place:]))
    return FilledSnippet(whole, len(whole) if cursor is None else cursor, tuple(left))


@dataclass(frozen=True, slots=True)
class HashtagFit:
    """The hashtags of a set to insert, and those beyond a platform's limit; without those that the text has already."""

    taken: tuple[str, ...]
    left_out: tuple[str, ...] = ()


def fit_hashtags(hashtags: Collection[str], text: str, limit: int | None) -> HashtagFit:
    """Return the hashtags of a set to add to the text, up to `limit` in all; None: without a limit."""
    there = [line[mark.start : mark.end] for line in text.split("\n") for mark in marks(line) if mark.kind is MarkKind.HASHTAG]
    known = {each.casefold() for each in there}
    new = tuple(each for each in dict.fromkeys(hashtags) if each.casefold() not in known)
    room = len(new) if limit is None else max(0, limit - len(there))
    return HashtagFit(new[:room], new[room:])


def most_used_hashtags(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the hashtags of the texts, as they are written first, the most used first."""
    spellings: dict[str, str] = {}
    counts = Counter[str]()
    for line in (line for text in texts for line in text.split("\n")):
        for mark in marks(line):
            if mark.kind is MarkKind.HASHTAG:
                word = line[mark.start : mark.end]
                spellings.setdefault(word.casefold(), word)
                counts[word.casefold()] += 1
    return tuple(spellings[word] for word, _ in counts.most_common())


def hashtag_limit(rules: PlatformRules) -> int | None:
    """Return the number of hashtags that a platform takes without a warning; None where there is no limit."""
    limits = (each for each in rules.of(PostPart.TEXT, Measure.HASHTAGS) if each.severity is not Severity.HINT)
    return min((int(each.value) for each in limits if each.bound is Bound.ABOVE), default=None)


def find_snippets(snippets: Collection[Snippet], typed: str) -> tuple[Snippet, ...]:
    """Return the snippets with all the words in their names or texts, those whose name begins with the words first."""
    wanted = typed.casefold().split()
    hits = [each for each in snippets if all(word in f"{each.name} {each.text}".casefold() for word in wanted)]
    return tuple(sorted(hits, key=lambda each: (*_rank(each.name.casefold(), " ".join(wanted)), each.name.casefold())))


def _rank(name: str, wanted: str) -> tuple[bool, bool]:
    return not name.startswith(wanted), wanted not in name


def _known(name: str) -> bool:
    return name in _KNOWN or _SHIFTED.fullmatch(name) is not None


def _value(name: str, setting: SnippetContext) -> str:
    """Return the value of a placeholder; empty where it has none."""
    if name.endswith("?"):
        return setting.answers.get(name.removesuffix("?").strip(), "")
    if (match := _SHIFTED.fullmatch(name)) and setting.due_at:
        days = timedelta(days=int(f"{match[2] or '+'}{match[3] or 0}"))
        day = (setting.due_at + days).date()
        return setting.day(day) if match[1] == "date" else setting.weekday(day)
    if name == "time" and setting.due_at:
        return setting.clock(setting.due_at)
    return {"client": setting.client, "platform": setting.platform, "link": setting.link}.get(name, "")


def _is_hashtag(word: str) -> bool:
    return [(mark.start, mark.end, mark.kind) for mark in marks(word)] == [(0, len(word), MarkKind.HASHTAG)]

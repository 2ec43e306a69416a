"""Whether the same words are up on a platform already, or go out there too."""

from collections.abc import Iterable
from typing import Final

from postdesk.domain.delivery import FINAL_STAGES, MAY_BE_OUT, Stage, State
from postdesk.domain.posts import Entry, Mode, failed_platforms
from postdesk.domain.utm import untagged_text

_OVER: Final = frozenset({State.CANCELLED, State.MISSED, State.REJECTED})
_FIRST_WORDS: Final = 8


class Repeats:
    """What is up, may be or goes out, to be found by its words: blanks, line ends and the tags of links make no difference."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._found: dict[tuple[str, tuple[str, ...], str], dict[str, Entry]] = {}
        for entry in sorted(entries, key=lambda each: (is_up(each), may_be_up(each), each.due_at)):
            for platform in reaching(entry):
                alike = self._found.setdefault((platform, _begin(entry.content), entry.media_url), {})
                alike[_words(entry.content)] = entry

    def of(self, platform: str, text: str, media_url: str) -> Entry | None:
        """What is up for certain first, then what may be, then what goes out; the last of several. None where nothing is."""
        # With each key in a long text its beginning tells it apart already.
        alike = self._found.get((platform, _begin(text), media_url))
        return alike.get(_words(text)) if alike else None


def reaching(entry: Entry) -> tuple[str, ...]:
    """The platforms on which the entry is, may be or will be."""
    if entry.state in _OVER:
        return ()
    failed = failed_platforms(entry)
    return tuple(platform for platform in entry.platforms if platform not in failed)


def is_up(entry: Entry) -> bool:
    """Whether it was published for certain, as the service or the user says."""
    over = entry.state == State.ACCEPTED and entry.stage in FINAL_STAGES
    return over or entry.state == State.CONFIRMED_BY_USER


def may_be_up(entry: Entry) -> bool:
    """Whether it is up, or may be by now; not what waits for its time here or at the service."""
    if entry.state == State.ACCEPTED and entry.stage != Stage.SCHEDULED:
        return True
    return is_up(entry) or (entry.mode == Mode.IMMEDIATE and entry.state in MAY_BE_OUT | {State.ACCEPTED})


def has_same_words(one: Entry, other: Entry) -> bool:
    """Return whether both say the same with the same file, to whatever platforms; none do where there is nothing to compare."""
    alike = (one.title, one.media_url) == (other.title, other.media_url)
    return alike and _words(one.content) == _words(other.content) and bool(one.content.strip() or one.media_url)


def _begin(text: str) -> tuple[str, ...]:
    return tuple(untagged_text(word) for word in text.split(maxsplit=_FIRST_WORDS)[:_FIRST_WORDS])


def _words(text: str) -> str:
    return " ".join(untagged_text(text).split())

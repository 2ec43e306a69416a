"""The story of a post in a sentence, and the look of its state."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from PySide6.QtCore import QCoreApplication

from postdesk.domain.post_actions import pressing_entries
from postdesk.domain.posts import Entry, Post, PostState, effective_entries, entry_state, superseded_entries
from postdesk.domain.state_groups import NEEDS_ATTENTION
from postdesk.ui.text.entry_stories import LATE_MINUTES, StoryContext, entry_story, late_minutes
from postdesk.ui.text.names import one_line, platform_word
from postdesk.ui.text.states import StateLook, Tone, approval_story, post_word, shown_state, state_icon, state_tone

translate = QCoreApplication.translate

_TOLD: Final = NEEDS_ATTENTION | {PostState.CHECKING, PostState.RECEIVED}
"""The states in which each platform's story is told, whatever the others' states."""


def state_look(
    state: PostState, entries: tuple[Entry, ...], now: datetime, platform_states: Sequence[PostState] = ()
) -> StateLook:
    """Return the look of the state, or of "15 min late" for an overdue post; `platform_states`: one a platform."""
    if late := late_minutes(state, entries, now):
        words = translate("Results", "{0} min late") if late < LATE_MINUTES[0] else translate("Results", "Over an hour late")
        return StateLook(words.format(late), "clock", Tone.ATTENTION)
    if state == PostState.UNKNOWN and (word := next((one_line(entry.remote_status) for entry in entries), "")):
        return StateLook(translate("Results", "MyPostShare: “{0}”").format(word), state_icon(state), Tone.LOCKED)
    face = shown_state(state, platform_states)
    return StateLook(post_word(state, platform_states), state_icon(face), state_tone(face))


def post_story(post: Post, context: StoryContext) -> str:
    """Return the story of a post: what happened to it, or when it goes out. Each platform with a problem is named."""
    entries = effective_entries(post.entries)
    troubled = [entry for entry in entries if entry_state(entry) in _TOLD]
    told = troubled if post.state in _TOLD else pressing_entries(post)
    stories = _by_story(told, context)
    if len(stories) == 1 and len(told) == len(entries):
        words = next(iter(stories))
    else:
        words = " · ".join(f"{', '.join(names)}: {story}" for story, names in stories.items() if story)
    again = translate("Results", "A new post tries again.") if post.retried_by else ""
    repaired = translate("Results", "This is another attempt. The first one failed.") if post.retries_post else ""
    parts = approval_story(post), _tried_too(post), again, repaired, _reconnect_first(post, context)
    more = [part for part in parts if part]
    return " ".join([ended(words) if more else words, *more]).strip()


def ended(words: str) -> str:
    """Return the text with a full stop, for use before another sentence."""
    return f"{words}." if words and not words.endswith((".", "…", ".”", "?")) else words


def _tried_too(post: Post) -> str:
    """Return the note about failed attempts on platforms that another attempt published; empty if there are none."""
    names = dict.fromkeys(platform for entry in superseded_entries(post.entries) for platform in entry.platforms)
    words = translate("Results", "Another attempt for {0} wasn’t published.")
    return words.format(", ".join(map(platform_word, names))) if names else ""


def _by_story(entries: Iterable[Entry], context: StoryContext) -> dict[str, list[str]]:
    """Return the platforms' names by their story, the most pressing first."""
    stories: dict[str, list[str]] = {}
    for entry in sorted(entries, key=lambda each: tuple(PostState).index(entry_state(each))):
        stories.setdefault(entry_story(entry, context), []).extend(map(platform_word, entry.platforms))
    return stories


def _reconnect_first(post: Post, context: StoryContext) -> str:
    """Return the text about accounts to reconnect for a post that is still waiting here."""
    planned = [
        entry
        for entry in effective_entries(post.entries)
        if entry_state(entry) in (PostState.SCHEDULED, PostState.NEEDS_THIS_COMPUTER)
    ]
    names = [platform for entry in planned for platform in entry.platforms if platform in context.to_reconnect]
    listed = ", ".join(platform_word(platform) for platform in dict.fromkeys(names))
    return translate("Results", "Reconnect {0} first.").format(listed) if names else ""

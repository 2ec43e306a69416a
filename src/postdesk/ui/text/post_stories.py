"""The story of a post in a sentence, and the look of its state."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from PySide6.QtCore import QCoreApplication

from postdesk.domain.clients import Client, LockInRule
from postdesk.domain.delivery import Hold
from postdesk.domain.post_actions import pressing_entries
from postdesk.domain.posts import Entry, Post, PostState, SendMode, effective_entries, entry_state, superseded_entries
from postdesk.domain.state_groups import NEEDS_ATTENTION
from postdesk.ui.text import QT_TRANSLATE_NOOP
from postdesk.ui.text.entry_stories import LATE_MINUTES, StoryContext, entry_story, late_minutes
from postdesk.ui.text.names import one_line, platform_word
from postdesk.ui.text.states import StateLook, Tone, approval_story, post_word, shown_state, state_icon, state_tone
from postdesk.ui.text.times import when_text

translate = QCoreApplication.translate

_SOON: Final = timedelta(seconds=1)
_LOCK_RULES: Final = {
    LockInRule.IMMEDIATE: QT_TRANSLATE_NOOP("Results", "Posts for {0} are locked right away."),
    LockInRule.DAY_BEFORE: QT_TRANSLATE_NOOP("Results", "Posts for {0} are locked a day before their time."),
    LockInRule.HOURS_BEFORE: QT_TRANSLATE_NOOP("Results", "Posts for {0} are locked {1} h before their time."),
}
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


def lock_story(post: Post, client: Client | None, context: StoryContext) -> str:
    """Return when a post was locked, or is about to be, and by which rule; empty for any other."""
    entries = effective_entries(post.entries)
    locked = [each for each in entries if each.lock_in_at and (_is_locked(each) or _locks_in(each))]
    if not locked or client is None:
        return ""
    words = _lock_words(locked[0], post.created_at, client, context)
    names = ", ".join(platform_word(platform) for entry in locked for platform in entry.platforms)
    return f"{names}: {words}" if words and len(locked) < len(entries) else words


def _is_locked(entry: Entry) -> bool:
    return entry_state(entry) is PostState.LOCKED


def _locks_in(entry: Entry) -> bool:
    return entry_state(entry) is PostState.QUEUED and entry.mode is SendMode.SCHEDULED and entry.hold is Hold.UNDO_DELAY


def _lock_words(entry: Entry, created_at: datetime, client: Client, context: StoryContext) -> str:
    assert entry.lock_in_at
    at, lead = entry.lock_in_at, client.lock_in.lead()
    if at > context.now:
        return ""  # the clock was set back
    by_rule = lead is not None and lead >= entry.due_at - at - _SOON
    rule = translate("Results", _LOCK_RULES[client.lock_in.rule]).format(client.name, client.lock_in.hours) if by_rule else ""
    if not _is_locked(entry):
        return rule
    when = when_text(at, context.zone, context.now)
    if not rule:
        return translate("Results", "You locked it in {0}.").format(when)
    right_away = at - created_at <= _SOON
    words = translate("Results", "Locked {0}, when it was scheduled.") if right_away else translate("Results", "Locked {0}.")
    return f"{words.format(when)} {rule}"


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

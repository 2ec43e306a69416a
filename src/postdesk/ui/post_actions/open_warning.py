"""The open warning about a stored post that is to be published now, found as the composer finds those of its draft."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from postdesk.domain.clients import zone_of
from postdesk.domain.delivery import Event, can_happen
from postdesk.domain.limits import Severity
from postdesk.domain.media import MediaCheck
from postdesk.domain.new_posts import as_sent, draft_of
from postdesk.domain.posts import Entry, Post
from postdesk.domain.recall import with_entries
from postdesk.domain.review import ReviewContext, review_draft
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.text.times import when_text


def unsent_entries(post: Post) -> tuple[Entry, ...]:
    """Return the entries that are sent where the post is published now."""
    return tuple(entry for entry in post.entries if can_happen(entry.state, Event.USER_SENDS_NOW))


def open_warning(session: WorkspaceSession, post: Post) -> str:
    """Return the worst open problem of the unsent part of a post if it is published now, in words; empty if there is none.

    It is checked as it is sent. What the user overrode for the post (“Post anyway”) stays overridden.
    """
    from postdesk.ui.text.problems import problem_words

    now, client_zone = session.clock.now(), zone_of(session.clients.get(post.client_id), ZoneInfo("UTC"))
    unsent = as_sent(with_entries(post, unsent_entries(post)))
    draft = replace(draft_of(unsent, "", now), due_at=now, replaces_post=post.id, overridden=post.overridden)
    review = review_draft(draft, session.connections.of(post.client_id), _context(session, now))
    open_ones = (each for each in review.problems if each.severity is not Severity.HINT)
    return next((problem_words(each, lambda moment: when_text(moment, client_zone, now)) for each in open_ones), "")


def _context(session: WorkspaceSession, now: datetime) -> ReviewContext | None:
    """Return the rules and look-ups of a review; None until the rules are loaded.

    A file that wasn't checked in this run counts as fine: its address was accepted with the post, and it is checked once more
    just before it is sent.
    """
    composer = session.composer
    if composer.rules is None or composer.counter is None:
        return None
    conflicts = composer.conflicts
    beside = conflicts.within_a_day, conflicts.duplicate_of, conflicts.too_near
    return ReviewContext(
        composer.rules, composer.counter, *beside, lambda url: session.media.cached(url) or MediaCheck(url, now), lambda: now
    )

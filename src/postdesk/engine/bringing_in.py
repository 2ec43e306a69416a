"""Rows of a file become posts and drafts in one transaction, by the way of the composer's; and all of them are taken back."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from postdesk.domain.drafts import Draft
from postdesk.domain.import_flaws import CheckedRow, FlawKind
from postdesk.domain.import_known import fingerprint
from postdesk.domain.imported import Brought, Import, TakenBack
from postdesk.domain.limits import Severity
from postdesk.domain.posts import Post, PostState
from postdesk.domain.problems import warning_key
from postdesk.domain.submitting import NoFreeMoment, Terms
from postdesk.domain.taking_back import NOT_SENT, live
from postdesk.engine.making_ahead import when_due
from postdesk.engine.submission import Going, RefusedReason, Stays, turn_into_posts
from postdesk.engine.taking_back import call_off
from postdesk.store import drafts, imports, posts
from postdesk.store.sqlite import Transaction

Tell = Callable[[int, int], None]
"""How many of how many are done; called in another thread."""


class Stopped(Exception):
    """The user wants it no more: nothing of it is done."""


class NotBrought(Exception):
    """Nothing was brought in: the row of that number can't be taken for this reason; `platform` as `Stays.platform`."""

    def __init__(self, number: int, reason: RefusedReason, platform: str = "") -> None:
        super().__init__(reason)
        self.number, self.reason, self.platform = number, reason, platform


@dataclass(frozen=True, slots=True)
class Bringing:
    """What is brought in: rows of a file of that name, to be scheduled or as drafts. `stopped` says whether it still shall."""

    workspace_id: int
    name: str
    rows: tuple[CheckedRow, ...]
    schedule: bool
    terms: Terms
    stopped: Callable[[], bool]
    tell: Tell


def bring_in(conn: Transaction, bringing: Bringing) -> Brought:
    """Make posts and drafts of all rows. Raises NotBrought, Stopped: then of none."""
    made = Import(str(uuid.uuid4()), bringing.name, bringing.terms.now, len(bringing.rows))
    imports.add(conn, bringing.workspace_id, made)
    before, scheduled = imports.still_there(conn, bringing.workspace_id), 0
    for number, row in enumerate(bringing.rows, 1):
        if bringing.stopped():
            raise Stopped
        _not_twice(conn, row, before)
        moments: tuple[datetime, ...] = ()
        if bringing.schedule and not row.stays_draft:
            moments = when_due(_schedule(conn, bringing, row))
            scheduled += 1
        else:
            _keep(conn, row, bringing.terms.now)
        assert row.draft
        imports.note(conn, made.id, row.draft.id, row.draft.client_id, fingerprint(row.source.row), moments)
        bringing.tell(number, len(bringing.rows))
    return Brought(made, scheduled, len(bringing.rows) - scheduled)


def _not_twice(conn: Transaction, row: CheckedRow, before: frozenset[tuple[str, int]]) -> None:
    """Raises NotBrought where the row was brought in since it was checked."""
    assert row.draft
    known = (fingerprint(row.source.row), row.draft.client_id) in before and FlawKind.IMPORTED_BEFORE not in row.kinds
    if known or imports.is_noted(conn, row.draft.id):
        raise NotBrought(row.number, RefusedReason.IMPORTED_MEANWHILE)


def _schedule(conn: Transaction, bringing: Bringing, row: CheckedRow) -> tuple[Post, ...]:
    assert row.draft
    assert row.outgoing
    terms = replace(bringing.terms, overridden=overridden(row))
    try:
        return turn_into_posts(conn, bringing.workspace_id, Going(row.draft, row.outgoing), terms)
    except Stays as stays:
        raise NotBrought(row.number, stays.reason, stays.platform) from None
    except NoFreeMoment:
        raise NotBrought(row.number, RefusedReason.NO_FREE_MILLISECOND) from None


def _keep(conn: Transaction, row: CheckedRow, now: datetime) -> None:
    """A time that is past is none for a draft."""
    draft = row.draft
    assert draft
    due_at = draft.due_at if draft.due_at and draft.due_at > now else None
    drafts.save(conn, replace(draft, due_at=due_at, updated_at=now))


def overridden(row: CheckedRow) -> tuple[str, ...]:
    """The warnings that the row is scheduled with, as `Post.overridden` keeps them."""
    warned = {
        warning_key(platform, problem.kind)
        for platform, assessment in row.assessments
        for problem in assessment.problems
        if problem.severity is Severity.WARN
    }
    return tuple(sorted(warned))


def take_back(conn: Transaction, import_id: str, now: datetime, stopped: Callable[[], bool], tell: Tell) -> TakenBack:
    """Take back what the import made: a post of which anything is out stays, and what was changed, moved or scheduled since.

    Raises Stopped: then all of it stays.
    """
    made = imports.get(conn, import_id)
    ids = imports.drafts_of(conn, import_id)
    back = TakenBack()
    for number, draft_id in enumerate(ids, 1):
        if stopped():
            raise Stopped
        draft = drafts.get(conn, draft_id)
        if draft and made and draft.updated_at and draft.updated_at != made.at:
            back = replace(back, changed=back.changed + 1)
        elif draft:
            _forget(conn, draft)
            back = replace(back, taken=back.taken + 1)
        else:
            back = _of_posts(conn, draft_id, now, back)
        tell(number, len(ids))
    return back


def _forget(conn: Transaction, draft: Draft) -> None:
    drafts.delete(conn, draft.id)
    imports.forget(conn, draft.id)


def _of_posts(conn: Transaction, draft_id: str, now: datetime, back: TakenBack) -> TakenBack:
    made = tuple(post for post in posts.made_from(conn, draft_id) if post.state is not PostState.CANCELLED)
    if not made:
        return replace(back, changed=back.changed + 1) if imports.is_there(conn, draft_id) else back
    if any(entry.state not in NOT_SENT for post in made for entry in live(post)):
        return replace(back, out=back.out + 1)
    if when_due(made) != imports.moments_of(conn, draft_id):
        return replace(back, changed=back.changed + 1)
    for post in made:
        call_off(conn, post, now)
    imports.forget(conn, draft_id)
    return replace(back, taken=back.taken + 1)

"""A draft is handed over as it is shown, and what came of it is taken back: the way of one draft and of several together."""

import uuid
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from postdesk.domain.clients import zone_of
from postdesk.domain.drafts import Draft
from postdesk.domain.outgoing import Submission
from postdesk.domain.review import DraftReview, Replacement
from postdesk.domain.submitting import Act
from postdesk.domain.times import MIN_LEAD
from postdesk.engine.composer import Submitted
from postdesk.engine.desk import Desk
from postdesk.engine.taking_back import Before
from postdesk.ui.composer.act_words import left_out_words
from postdesk.ui.text.words import when_text


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What waits for an answer: a draft, what is to be said of it, and the post as it was that the draft changes."""

    draft: Draft
    before: Submission | None = None
    left_out: str = ""


def hand_over(desk: Desk, view: DraftReview, act: Act) -> HandedOver:
    """Submit what is ready of it; the answer is the composer's `submitted` or `refused`."""
    replaced = view.draft.replaces_post if view.replacement is Replacement.SCHEDULED else None
    before = desk.composer.as_it_is(replaced) if replaced else None
    desk.composer.submit(view.submission(), act)
    client = desk.clients.get(view.draft.client_id)
    theirs, now = zone_of(client, ZoneInfo("UTC")), desk.clock.now()
    left_out = left_out_words(view, lambda moment: when_text(moment, theirs, now)) if view.held_back else ""
    return HandedOver(view.draft, before, left_out)


def take_back(desk: Desk, submitted: Submitted, handed: HandedOver) -> bool:
    """What was changed becomes what it was, while there is time for that; otherwise the post becomes a draft again: then True."""
    before = handed.before
    due_at = before.written.due_at if before else None
    if before and due_at and due_at - desk.clock.now() >= MIN_LEAD:
        again = before.in_place_of(submitted.post_id, str(uuid.uuid4()))
        desk.composer.submit(again, Act.SCHEDULE, give_way_too=submitted.later)
        return False
    desk.outbox.undo(submitted.post_id, Before(handed.draft, submitted.later, submitted.rest_id))
    return True

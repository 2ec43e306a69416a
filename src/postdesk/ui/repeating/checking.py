"""What stands against a post of a series before there is one."""

from zoneinfo import ZoneInfo

from postdesk.domain.drafts import Draft
from postdesk.domain.limits import Severity
from postdesk.domain.review import BlockedReason, ReviewContext, review_draft
from postdesk.engine.desk import Desk
from postdesk.ui.text.problems import problem_words
from postdesk.ui.text.refusals import blocked_words
from postdesk.ui.text.words import when_text


def against(desk: Desk, draft: Draft, theirs: ZoneInfo) -> str:
    """The first of what would keep the draft from being scheduled, in words; empty where nothing would."""
    composer = desk.composer
    if composer.rules is None or composer.counter is None:
        return ""
    measures = ReviewContext(composer.rules, composer.counter, look=desk.media.look, now=desk.clock.now)
    view = review_draft(draft, desk.connections.of(draft.client_id), measures, client=desk.clients.get(draft.client_id))
    if view.blocked in (BlockedReason.NO_TEXT, BlockedReason.NO_PLATFORM):
        return blocked_words(view.blocked)
    held_back = {*view.held_back}
    found = (each for each in view.problems if each.severity is Severity.STOP or not held_back.isdisjoint(each.platforms))
    now = desk.clock.now()
    return next((problem_words(each, lambda moment: when_text(moment, theirs, now)) for each in found), "")

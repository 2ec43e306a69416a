"""What stands against a post of a series before there is one."""

from zoneinfo import ZoneInfo

from postdesk.domain.drafts import Draft
from postdesk.domain.limits import Severity
from postdesk.engine.desk import Desk
from postdesk.ui.composer.problem_words import finding_words
from postdesk.ui.composer.refused_words import obstacle_words
from postdesk.ui.composer.state import Measures, Obstacle, view_of
from postdesk.ui.text.words import when_text


def against(desk: Desk, draft: Draft, theirs: ZoneInfo) -> str:
    """The first of what would keep the draft from being scheduled, in words; empty where nothing would."""
    composer = desk.composer
    if composer.rules is None or composer.counter is None:
        return ""
    measures = Measures(composer.rules, composer.counter, look=desk.media.look, now=desk.clock.now)
    view = view_of(draft, desk.connections.of(draft.client_id), measures, client=desk.clients.get(draft.client_id))
    if view.obstacle in (Obstacle.NO_TEXT, Obstacle.NO_PLATFORM):
        return obstacle_words(view.obstacle)
    held_back = {*view.held_back}
    found = (each for each in view.findings if each.severity is Severity.STOP or not held_back.isdisjoint(each.platforms))
    now = desk.clock.now()
    return next((finding_words(each, lambda moment: when_text(moment, theirs, now)) for each in found), "")

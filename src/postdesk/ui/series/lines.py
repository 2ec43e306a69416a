"""What a line of the list says of a series."""

from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication

from postdesk.domain.series import SeriesState
from postdesk.engine.series import Standing
from postdesk.ui.text.names import names
from postdesk.ui.text.said import beginning
from postdesk.ui.text.series import reason_words, rule_words, state_words
from postdesk.ui.text.words import when_text, zone_word

translate = QCoreApplication.translate

_HEAD = 80


def line_of(standing: Standing, name: str, zone: ZoneInfo, now: datetime) -> str:
    """Its first words; for whom, where and by which rule; its state and its next time."""
    series = standing.series
    head = beginning(series.wordings[0].text, _HEAD)
    if len(series.wordings) > 1:
        head = translate("Repeating", "{0}  ({1} texts)").format(head, len(series.wordings))
    return "\n".join((head, f"{name} · {names(series.platforms)} · {rule_words(series.rule)}", _state_line(standing, zone, now)))


def spoken_of(standing: Standing, name: str, zone: ZoneInfo, now: datetime) -> str:
    """The same for a screen reader."""
    return line_of(standing, name, zone, now).replace("\n", ". ").replace(" · ", ", ")


def _state_line(standing: Standing, zone: ZoneInfo, now: datetime) -> str:
    state, following = standing.series.state, standing.following
    words, _, _ = state_words(state, over=following is None)
    if following and state is SeriesState.RUNNING:
        at = when_text(following.due_at, zone, now)
        words = translate("Repeating", "{0} · next {1} ({2})").format(words, at, zone_word(zone.key))
    if standing.missed:
        words = translate("Repeating", "{0} · {1} in the last four weeks passed before they were made").format(
            words, standing.missed
        )
    if standing.to_see_to:
        waits = translate("Repeating", "{0} for you to see to: {1}")
        words = f"{words}\n{waits.format(len(standing.to_see_to), reason_words(standing.to_see_to[0].reason))}"
    return words

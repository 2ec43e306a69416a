"""The words of the week ahead."""

from datetime import date
from typing import Final

from PySide6.QtCore import QCoreApplication

from postdesk.domain.ahead import Ahead, Part
from postdesk.ui.text.days import day_text, whole_day
from postdesk.ui.text.words import Tone

translate = QCoreApplication.translate

_ICONS: Final = (("pencil", Tone.ACCENT), ("lock", Tone.LOCKED), ("monitor", Tone.NEUTRAL))


def week_ahead_words() -> str:
    """What the whole of it is called."""
    return translate("Ahead", "Next 7 days")


def in_full(found: Ahead) -> tuple[str, ...]:
    """What can be changed, is locked and is sent from here, each as a line; empty where there is none."""
    return _counted(
        found,
        (
            translate("Ahead", "{0} can be changed"),
            translate("Ahead", "{0} locked"),
            translate("Ahead", "{0} sent from this computer"),
        ),
    )


def in_short(found: Ahead) -> tuple[str, ...]:
    """The same for a narrow place."""
    return _counted(found, (translate("Ahead", "{0} editable"), translate("Ahead", "{0} locked"), translate("Ahead", "{0} here")))


def in_numbers(found: Ahead) -> tuple[str, ...]:
    """The same for a place that is too narrow for words beside their icons."""
    return _counted(found, ("{0}", "{0}", "{0}"))


def _counted(found: Ahead, words: tuple[str, str, str]) -> tuple[str, ...]:
    numbers = (found.changeable, found.locked, found.from_here)
    return tuple(said.format(number) if number else "" for said, number in zip(words, numbers, strict=True))


def part_words(part: Part) -> str:
    """What is shown where one of these counts was asked for."""
    match part:
        case Part.CHANGEABLE:
            return translate("Ahead", "Next 7 days: only what can still be changed.")
        case Part.LOCKED:
            return translate("Ahead", "Next 7 days: only what is locked.")
        case Part.FROM_HERE:
            return translate("Ahead", "Next 7 days: only what is sent from this computer.")


def icons() -> tuple[tuple[str, Tone], ...]:
    """The icon and the tone of each of these lines."""
    return _ICONS


def day_title(day: date, today: date) -> str:
    """ "Today", otherwise "Thu 26"."""
    if day == today:
        return translate("Ahead", "Today")
    return day_text(day, "ddd d")


def spoken_day(day: date, found: Ahead) -> str:
    """A day with all that is said of it."""
    said = [line for line in in_full(found) if line] or [translate("Ahead", "nothing planned")]
    return f"{whole_day(day)}: {', '.join(said)}"

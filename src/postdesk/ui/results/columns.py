"""The columns of the results, and what each cell says: shown, searched by name, and spoken."""

from enum import IntEnum
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication

from postdesk.ui.results.act_words import act_word
from postdesk.ui.results.lines import Line
from postdesk.ui.text.words import platform_word, state_word, zone_word

translate = QCoreApplication.translate


class Column(IntEnum):
    """The columns, from left to right."""

    POST = 0
    CLIENT = 1
    PLATFORMS = 2
    STATE = 3
    WHEN = 4
    HAPPENED = 5
    TO_DO = 6


def header_text(column: Column, zone: ZoneInfo) -> str:
    """A column's name; that of the times says on whose clock they are."""
    return {
        Column.POST: translate("Results", "Post"),
        Column.CLIENT: translate("Results", "Client"),
        Column.PLATFORMS: translate("Results", "Platforms"),
        Column.STATE: translate("Results", "State"),
        Column.WHEN: translate("Results", "When, {0}").format(zone_word(zone.key)),
        Column.HAPPENED: translate("Results", "What happened"),
        Column.TO_DO: translate("Results", "What to do"),
    }[column]


def cell_text(line: Line, column: Column) -> str:
    """What a cell says."""
    match column:
        case Column.POST:
            return line.title
        case Column.CLIENT:
            return line.client_name
        case Column.PLATFORMS:
            return ", ".join(f"{platform_word(platform)}: {state_word(mark)}" for platform, mark in line.marks)
        case Column.STATE:
            return line.standing.word
        case Column.WHEN:
            return line.when
        case Column.HAPPENED:
            return line.story
        case Column.TO_DO:
            acts = [offer.kind for offer in line.buttons]
            return ", ".join(act_word(offer, several=acts.count(offer.kind) > 1) for offer in line.buttons)


def description(line: Line) -> str:
    """A whole line in one go, for screen readers: whose it is, what became of it and when."""
    whose = translate("Results", "for {0}").format(line.client_name) if line.client_name else ""
    repeats = translate("Results", "repeats") if line.repeats else ""
    return ". ".join(part for part in (whose, line.standing.word, repeats, line.when, line.story) if part)

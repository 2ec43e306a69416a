"""What the columns of the overview say of a client."""

from datetime import datetime
from enum import IntEnum
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication

from postdesk.domain.clients import zone_of
from postdesk.domain.overview import AccountLine, AccountState, ClientLine
from postdesk.ui.text.words import Tone, platform_word, when_text, zone_word

translate = QCoreApplication.translate


class Column(IntEnum):
    """The columns, from left to right."""

    CLIENT = 0
    ACCOUNTS = 1
    NEXT = 2
    THIS_WEEK = 3
    UNAPPROVED = 4
    TO_DECIDE = 5


def header_text(column: Column) -> str:
    """A column's name."""
    return {
        Column.CLIENT: translate("Overview", "Client"),
        Column.ACCOUNTS: translate("Overview", "Accounts"),
        Column.NEXT: translate("Overview", "Next post, in their time"),
        Column.THIS_WEEK: translate("Overview", "This week"),
        Column.UNAPPROVED: translate("Overview", "Waiting for them"),
        Column.TO_DECIDE: translate("Overview", "Waiting for you"),
    }[column]


def account_word(state: AccountState) -> str:
    """How an account stands."""
    return {
        AccountState.CONNECTED: translate("Overview", "Connected"),
        AccountState.RECONNECT: translate("Overview", "Reconnect"),
        AccountState.OTHER_ACCOUNT: translate("Overview", "Another account"),
        AccountState.MISSING: translate("Overview", "Not connected"),
    }[state]


def account_icon(state: AccountState) -> str:
    """The Lucide name of its icon."""
    return {
        AccountState.CONNECTED: "circle-check",
        AccountState.RECONNECT: "triangle-alert",
        AccountState.OTHER_ACCOUNT: "shield-alert",
        AccountState.MISSING: "unlink",
    }[state]


def account_tone(state: AccountState) -> Tone:
    """Amber where nothing can go there."""
    return Tone.GOOD if state is AccountState.CONNECTED else Tone.ATTENTION


def account_words(account: AccountLine) -> str:
    """One account in a line: "LinkedIn: Reconnect, 3 posts wait"."""
    words = f"{platform_word(account.platform)}: {account_word(account.state)}"
    if account.well or not account.waiting:
        return words
    waits = (
        translate("Overview", "1 post waits")
        if account.waiting == 1
        else translate("Overview", "{0} posts wait").format(account.waiting)
    )
    return f"{words}, {waits}"


def cell_text(line: ClientLine, column: Column, here: ZoneInfo, now: datetime) -> str:
    """What a cell says."""
    match column:
        case Column.CLIENT:
            return translate("Overview", "{0} (archived)").format(line.client.name) if line.client.archived else line.client.name
        case Column.ACCOUNTS:
            return "; ".join(map(account_words, (*line.troubled, *(each for each in line.accounts if each.well))))
        case Column.NEXT:
            return _next_words(line, here, now)
        case Column.THIS_WEEK:
            return _number(line.this_week)
        case Column.UNAPPROVED:
            return _number(line.unapproved)
        case Column.TO_DECIDE:
            return _number(line.to_decide)


def _number(count: int) -> str:
    return str(count) if count else ""


def _next_words(line: ClientLine, here: ZoneInfo, now: datetime) -> str:
    if line.next_at is None:
        return translate("Overview", "Nothing planned")
    theirs = zone_of(line.client, here)
    when = when_text(line.next_at, theirs, now)
    return when if theirs.key == here.key else f"{when} {zone_word(theirs.key)}"


def description(line: ClientLine, here: ZoneInfo, now: datetime) -> str:
    """A whole line in one go, for screen readers."""
    parts = ((header_text(column), cell_text(line, column, here, now)) for column in Column)
    return ". ".join(f"{name}: {words}" for name, words in parts if words)

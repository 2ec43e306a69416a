"""What is said of an export: how much it is, what became of it, and what a calendar says of each post."""

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from postdesk.domain.clients import zone_of
from postdesk.domain.drafts import Draft
from postdesk.domain.exporting import Exported, Report
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import PostState
from postdesk.engine.calendar_file import EventWords
from postdesk.ui.exporting.file_names import count_words
from postdesk.ui.text.approvals import approval_word
from postdesk.ui.text.said import one_line
from postdesk.ui.text.words import clock_text, platform_word, state_word
from postdesk.ui.text.zones import offset_text

translate = QCoreApplication.translate

_HEAD: Final = 60


def saved_words(report: Report) -> str:
    """What was written, and what could not be."""
    words = translate("Export", "Saved {0} in {1}.").format(count_words(report.posts + report.drafts), report.file.name)
    if report.cleaned == 0:
        return words
    lost = translate("Export", "In {0} a character that no file can hold is “�” now.").format(count_words(report.cleaned))
    return f"{words} {lost}"


def event_words(post: Exported) -> EventWords:
    """A post in somebody's calendar: whose, what begins how; then where it stands, when for the client, and all its words."""
    draft = post.draft
    none = translate("Export", "made outside Postdesk") if post.elsewhere else translate("Export", "without text")
    head = one_line(draft.text or draft.title)[:_HEAD] or none
    summary = ": ".join(part for part in (_unsure(post.state), post.client.name, head) if part)
    described = "\n".join((*_standing(post), "", *_words(draft)))
    return EventWords(summary, described.strip())


def _unsure(state: PostState | None) -> str:
    """What has to be known first of what is not certain."""
    if state is None:
        return translate("Export", "Draft")
    told = {PostState.CANCELLED, PostState.MISSED, PostState.FAILED, PostState.REJECTED, PostState.PARTIAL, PostState.HELD}
    return state_word(state) if state in told else ""


def _standing(post: Exported) -> list[str]:
    there = zone_of(post.client, ZoneInfo("UTC"))
    lines = [_when(post.draft.due_at, there)] if post.draft.due_at else []
    if post.state is None:
        names = ", ".join(platform.label for platform in post.draft.platforms)
        return [*lines, translate("Export", "Draft for {0}").format(names) if names else translate("Export", "Draft")]
    if said := approval_word(post.approval):
        lines.append(said)
    addresses = dict(post.addresses)
    for platform, state in post.marks:
        lines.append(" ".join((f"{platform_word(platform)}: {state_word(state)}", addresses.get(platform, ""))).strip())
    return lines


def _when(moment: datetime, there: ZoneInfo) -> str:
    local = moment.astimezone(there)
    day = QLocale().toString(QDate(local.year, local.month, local.day), QLocale.FormatType.LongFormat)
    words = translate("Export", "{0}, {1} in {2} ({3})")
    return words.format(day, clock_text(moment, there), there.key, offset_text(moment, there))


def _words(draft: Draft) -> list[str]:
    own = [(platform, content) for platform in draft.platforms if (content := _own(draft, platform))]
    pieces = [draft.title, draft.text, draft.media_url, *(f"{platform.label}: {words}" for platform, words in own)]
    return [line for piece in pieces if piece for line in (piece, "")]


def _own(draft: Draft, platform: Platform) -> str:
    own = draft.variant(platform)
    return "\n".join(word for word in (own.title, own.text, own.media_url) if word)

"""Texts of the composer's actions: for whom, how much stands against them, and what was left out."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Final

from PySide6.QtCore import QCoreApplication

from postdesk.domain.limits import Severity
from postdesk.domain.review import BlockedReason, DraftReview, Replacement
from postdesk.ui.text.names import names
from postdesk.ui.text.problems import problem_words

translate = QCoreApplication.translate

_LONGEST_NAME: Final = 16


def accounts_words(count: int) -> str:
    """So many accounts."""
    return translate("Composer", "%n accounts", "", count)


def act_words(view: DraftReview, client: str) -> str:
    """Return the text of the first button: for whom and to how many accounts, some of them where others are left out."""
    ready, chosen = len(view.ready), len(view.draft.platforms)
    who = client if len(client) <= _LONGEST_NAME else f"{client[: _LONGEST_NAME - 1].rstrip()}…"
    some = 0 < ready < chosen
    if view.draft.template:
        return translate("Composer", "Save template")
    if view.replacement is Replacement.SCHEDULED:
        words = (
            translate("Composer", "Save changes for {0} to {1} of {2}") if some else translate("Composer", "Save changes for {0}")
        )
        return words.format(who, ready, chosen)
    if some:
        return translate("Composer", "Schedule {1} of {2} for {0}").format(who, ready, chosen)
    if ready == 0 or view.draft.empty:
        return translate("Composer", "Schedule for {0}").format(who)
    return translate("Composer", "Schedule for {0} to {1}").format(who, accounts_words(ready))


def publish_words(view: DraftReview, client: str) -> str:
    """Return what publishing now does, for whom."""
    words = translate("Composer", "Publish now to {0} for {1}")
    return words.format(accounts_words(len(view.ready)), client)


def short_publish_words(view: DraftReview, *, asks: bool) -> str:
    """Return the text of the button that publishes now: the client stands above, an ellipsis where it asks first."""
    words = translate("Composer", "Publish now to {0}").format(accounts_words(len(view.ready)))
    words = words if view.ready else translate("Composer", "Publish now")
    return translate("Composer", "{0}…").format(words) if asks else words


def standing_words(view: DraftReview) -> str:
    """Return the number of problems, which may be out of sight; empty where there is none."""
    stops, warnings = view.count(Severity.STOP), view.count(Severity.WARN)
    if view.draft.template:
        return ""
    if view.blocked is BlockedReason.TOO_LATE:
        return translate("Composer", "Too late to edit")
    if view.blocked is BlockedReason.CALLED_OFF:
        return translate("Composer", "The post was cancelled")
    if view.blocked is BlockedReason.NO_PLATFORM:
        return translate("Composer", "Select an account")
    said = []
    if stops:
        said.append(translate("Composer", "%n problems", "", stops))
    if warnings and not view.draft.empty and not (stops and view.blocked):
        said.append(translate("Composer", "%n warnings", "", warnings))
    words = ", ".join(said)
    return translate("Composer", "Can’t go out yet: {0}").format(words) if stops and view.blocked else words


def to_whom_words(view: DraftReview) -> str:
    """The accounts that it goes to, where nothing stands against it."""
    goes = bool(view.ready) and not view.draft.template
    return translate("Composer", "To {0}").format(names(view.ready)) if goes else ""


def left_out_words(view: DraftReview, when: Callable[[datetime], str]) -> str:
    """Return which platforms were left out and why, and that nothing is lost; `when` gives the words for a moment."""
    reasons = []
    for finding in view.problems:
        behind = tuple(platform for platform in finding.platforms if platform in view.held_back)
        if behind and finding.severity is Severity.STOP:
            reasons.append(problem_words(replace(finding, platforms=behind), when))
    words = translate("Composer", "{0} left out and kept as a draft.")
    return " ".join((words.format(names(view.held_back)), *reasons))

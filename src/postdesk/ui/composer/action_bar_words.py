"""The texts of the composer's action bar: recipients, number of problems, and platforms left out."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Final

from PySide6.QtCore import QCoreApplication

from postdesk.domain.limits import Severity
from postdesk.domain.new_posts import SubmitMode
from postdesk.domain.platforms import Platform
from postdesk.domain.review import BlockedReason, DraftReview, Replacement
from postdesk.ui.text.names import accounts_words, names
from postdesk.ui.text.problems import problem_words

translate = QCoreApplication.translate

KEEP_ENABLED: Final = frozenset({None, BlockedReason.NO_TEXT})
"""The blocking reasons that leave the buttons enabled: an empty text is not shown as a mistake."""

_LONGEST_NAME: Final = 16


def short_client_name(name: str) -> str:
    """Return a client's name as far as a button has room for it."""
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1].rstrip()}…"


def submit_words(review: DraftReview, client: str) -> str:
    """Return the text of the main button: the client, and the number of accounts if only some of them are ready."""
    ready, chosen = len(review.ready), len(review.draft.platforms)
    some = 0 < ready < chosen
    if review.draft.template:
        return translate("Composer", "Save template")
    if review.replacement is Replacement.SCHEDULED:
        words = (
            translate("Composer", "Save changes for {0} to {1} of {2}") if some else translate("Composer", "Save changes for {0}")
        )
        return words.format(client, ready, chosen)
    if some:
        return translate("Composer", "Schedule {1} of {2} for {0}").format(client, ready, chosen)
    if ready == 0 or review.draft.empty:
        return translate("Composer", "Schedule for {0}").format(client)
    return translate("Composer", "Schedule for {0} to {1}").format(client, accounts_words(ready))


def client_submit_words(review: DraftReview, client: str) -> str:
    """Return the text of the main button where only the client's name has room."""
    if review.draft.template:
        return translate("Composer", "Save template")
    if review.replacement is Replacement.SCHEDULED:
        return translate("Composer", "Save for {0}").format(client)
    return translate("Composer", "Schedule for {0}").format(client)


def short_submit_words(review: DraftReview) -> str:
    """Return the text of the main button where the client's name has no room."""
    ready, chosen = len(review.ready), len(review.draft.platforms)
    some = 0 < ready < chosen
    if review.draft.template:
        return translate("Composer", "Save template")
    if review.replacement is Replacement.SCHEDULED:
        return translate("Composer", "Save {0} of {1}").format(ready, chosen) if some else translate("Composer", "Save changes")
    return translate("Composer", "Schedule {0} of {1}").format(ready, chosen) if some else translate("Composer", "Schedule")


def publish_words(review: DraftReview, client: str) -> str:
    """Return the full text for publishing now, with the number of accounts and the client."""
    words = translate("Composer", "Publish now to {0} for {1}")
    return words.format(accounts_words(len(review.ready)), client)


def publish_button_words(review: DraftReview, *, asks: bool) -> str:
    """Return the text of the "Publish now" button, without the client, and with an ellipsis if it `asks` for confirmation."""
    words = translate("Composer", "Publish now to {0}").format(accounts_words(len(review.ready)))
    words = words if review.ready else translate("Composer", "Publish now")
    return translate("Composer", "{0}…").format(words) if asks else words


def short_publish_words(*, asks: bool) -> str:
    """Return the text of the "Publish now" button where the number of accounts has no room."""
    words = translate("Composer", "Publish now")
    return translate("Composer", "{0}…").format(words) if asks else words


def waiting_words(pending: SubmitMode | None, replacement: Replacement) -> str:
    """Return the text for the submission that waits for its answer ("Publishing…"); empty if there is none."""
    match pending:
        case None:
            return ""
        case SubmitMode.PUBLISH_NOW:
            return translate("ActionBar", "Publishing…")
        case _:
            changes = replacement is Replacement.SCHEDULED
            return translate("ActionBar", "Saving changes…") if changes else translate("ActionBar", "Scheduling…")


def reason_words(review: DraftReview, standing: str, problem: str) -> str:
    """Return why the buttons are disabled: the worst problem, or the reason that blocks the draft; empty if they are enabled."""
    if review.draft.template or review.blocked in KEEP_ENABLED:
        return ""
    return problem if review.blocked is BlockedReason.NOTHING_READY and problem else standing


def problem_count_words(review: DraftReview, *, connected: bool = True) -> str:
    """Return the reason that blocks the draft, or the number of its problems; empty if there is none.

    `connected`: the client has an account.
    """
    stops, warnings = review.count(Severity.STOP), review.count(Severity.WARN)
    if review.draft.template:
        return ""
    if review.blocked is BlockedReason.TOO_LATE:
        return translate("Composer", "Too late to edit")
    if review.blocked is BlockedReason.CANCELLED:
        return translate("Composer", "The post was cancelled")
    if review.blocked is BlockedReason.NO_PLATFORM:
        return translate("Composer", "Select an account") if connected else translate("Composer", "No account yet")
    warned = warnings and not review.draft.empty and not (stops and review.blocked)
    words = _counts_words(stops, warnings if warned else 0)
    return translate("Composer", "Can’t go out yet: {0}").format(words) if stops and review.blocked else words


def platform_problem_count_words(review: DraftReview, platform: Platform) -> str:
    """Return the number of the platform's problems and warnings; empty if there are none."""
    found = [group.severity for group in review.problems if platform in group.platforms]
    return _counts_words(found.count(Severity.STOP), found.count(Severity.WARN))


def _counts_words(stops: int, warnings: int) -> str:
    said = []
    if stops:
        said.append(translate("Composer", "%n problems", "", stops))
    if warnings:
        said.append(translate("Composer", "%n warnings", "", warnings))
    return ", ".join(said)


def short_problem_count_words(review: DraftReview) -> str:
    """Return the number of problems or warnings where words have no room; empty beside the icon of another reason."""
    if review.blocked not in (None, BlockedReason.NO_TEXT, BlockedReason.NOTHING_READY):
        return ""
    return str(review.count(Severity.STOP) or review.count(Severity.WARN) or "")


def recipients_words(review: DraftReview) -> str:
    """Return the platforms that the post goes to; empty if none is ready, and for templates."""
    goes = bool(review.ready) and not review.draft.template
    return translate("Composer", "To {0}").format(names(review.ready)) if goes else ""


def left_out_platforms_words(review: DraftReview, when: Callable[[datetime], str]) -> str:
    """Return the platforms that were left out, with the reasons; `when` puts a moment into words."""
    reasons = []
    for group in review.problems:
        behind = tuple(platform for platform in group.platforms if platform in review.not_ready)
        if behind and group.severity is Severity.STOP:
            reasons.append(problem_words(replace(group, platforms=behind), when))
    words = translate("Composer", "{0} left out and kept as a draft.")
    return " ".join((words.format(names(review.not_ready)), *reasons))

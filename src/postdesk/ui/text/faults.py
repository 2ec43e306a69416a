"""The words for practice mode's test tools: what goes wrong, in which requests, and what happens next by itself."""

from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication

from postdesk.domain.practice import ArmedFault, FaultKind, FaultOrder, FaultUse, Operation
from postdesk.ui.text.words import clock_text, platform_word

translate = QCoreApplication.translate

WITH_DELAY = frozenset({FaultKind.DELAY, FaultKind.DELAY_AFTER, FaultKind.REFUSE_CONNECTION})
WITH_PLATFORM = frozenset({FaultKind.PLATFORM_FAILS, FaultKind.FAILS_THEN_PUBLISHES, FaultKind.NEEDS_RECONNECT})
OF_CONNECTIONS = frozenset({FaultKind.REFUSE_CONNECTION, FaultKind.RESET_CONNECTION})
"""They strike before a request is read, so they can't be kept to requests of one kind."""

_CONNECTION = "connection"


def fault_word(kind: str) -> str:
    """What goes wrong; a fault that this version doesn't know under its own name."""
    words: dict[str, str] = {
        FaultKind.REFUSE_CONNECTION: translate("Faults", "Refuse the connection"),
        FaultKind.RESET_CONNECTION: translate("Faults", "Reset the connection"),
        FaultKind.DROP_BEFORE: translate("Faults", "Drop the line before acting"),
        FaultKind.ERROR_BEFORE: translate("Faults", "Answer 500 without acting"),
        FaultKind.RATE_LIMIT: translate("Faults", "Answer 429: too many requests"),
        FaultKind.NOT_FOUND: translate("Faults", "Answer 404: not found"),
        FaultKind.FORBIDDEN: translate("Faults", "Answer 403: not allowed"),
        FaultKind.KEY_REVOKED: translate("Faults", "Answer 401: API key revoked"),
        FaultKind.REDIRECT: translate("Faults", "Redirect somewhere else"),
        FaultKind.HTML: translate("Faults", "Answer a web page without acting"),
        FaultKind.DROP_AFTER: translate("Faults", "Act, then drop the line"),
        FaultKind.ERROR_AFTER: translate("Faults", "Act, then answer 500"),
        FaultKind.HTML_AFTER: translate("Faults", "Act, then answer a web page"),
        FaultKind.EMPTY: translate("Faults", "Act, then answer nothing"),
        FaultKind.MALFORMED_JSON: translate("Faults", "Act, then answer broken JSON"),
        FaultKind.CUT_BODY: translate("Faults", "Act, then cut the answer short"),
        FaultKind.BAD_GZIP: translate("Faults", "Act, then answer badly compressed"),
        FaultKind.HUGE_BODY: translate("Faults", "Act, then answer far too much"),
        FaultKind.NO_ID: translate("Faults", "Act, then answer without an id"),
        FaultKind.UNKNOWN_STATUS: translate("Faults", "Use a status word never seen"),
        FaultKind.RESULT_FAILED: translate("Faults", "Say published, but failed on the platform"),
        FaultKind.RESULT_PENDING: translate("Faults", "Say published, but pending on the platform"),
        FaultKind.RESULT_PUBLISHED: translate("Faults", "Say failed, but published on the platform"),
        FaultKind.BODY_AFTER_204: translate("Faults", "Send a body after “204 No Content”"),
        FaultKind.DRIP: translate("Faults", "Answer one byte a second"),
        FaultKind.DELAY: translate("Faults", "Wait before acting"),
        FaultKind.DELAY_AFTER: translate("Faults", "Act, then wait with the answer"),
        FaultKind.PLATFORM_FAILS: translate("Faults", "One platform fails"),
        FaultKind.FAILS_THEN_PUBLISHES: translate("Faults", "One platform fails, and publishes 3 minutes later"),
        FaultKind.NEEDS_RECONNECT: translate("Faults", "An account needs reconnecting"),
    }
    return words.get(kind, kind)


def operation_word(operation: str) -> str:
    """Which requests a fault is for."""
    words: dict[str, str] = {
        Operation.ANY: translate("Faults", "any request"),
        Operation.UPSERT_END_USER: translate("Faults", "making a client known"),
        Operation.GET_END_USER: translate("Faults", "reading a client"),
        Operation.CONNECTIONS: translate("Faults", "listing accounts"),
        Operation.DISCONNECT: translate("Faults", "disconnecting"),
        Operation.CREATE_SESSION: translate("Faults", "starting to connect"),
        Operation.GET_SESSION: translate("Faults", "asking about connecting"),
        Operation.PUBLISH: translate("Faults", "publishing now"),
        Operation.SCHEDULE: translate("Faults", "locking in"),
        Operation.GET_POST: translate("Faults", "reading a post"),
        Operation.LIST_POSTS: translate("Faults", "listing posts"),
        _CONNECTION: translate("Faults", "a connection, before its request was read"),
    }
    return words.get(operation, operation)


def catch_words(order: FaultOrder) -> str:
    """What a fault of that order would catch."""
    platform, often = platform_word(order.platform), _often(order.count)
    match order.kind:
        case FaultKind.REFUSE_CONNECTION:
            return translate("Faults", "Catches every request for that long: nobody answers.")
        case FaultKind.RESET_CONNECTION:
            return translate("Faults", "Catches the next connection ({0}), whatever it is for.").format(often)
        case FaultKind.PLATFORM_FAILS | FaultKind.FAILS_THEN_PUBLISHES:
            return translate("Faults", "Catches the next post that goes out to {0} ({1}), at once or when it is due.").format(
                platform, often
            )
        case FaultKind.NEEDS_RECONNECT:
            return translate("Faults", "Catches the {0} account that is listed or posted to next ({1}).").format(platform, often)
    if order.operation is Operation.ANY:
        return translate(
            "Faults", "Catches the next request of any kind ({0}), also one that Postdesk makes by itself in the background."
        ).format(often)
    words = translate("Faults", "Catches the next request of this kind only: {0} ({1}).")
    return words.format(operation_word(order.operation), often)


def _often(count: int | None) -> str:
    if count is None:
        return translate("Faults", "every time, until disarmed")
    return translate("Faults", "once") if count == 1 else translate("Faults", "{0} times").format(count)


def place_word(fault: ArmedFault) -> str:
    """Where an armed fault strikes."""
    return platform_word(fault.platform) if fault.kind in WITH_PLATFORM and fault.platform else operation_word(fault.operation)


def standing_words(fault: ArmedFault, here: ZoneInfo) -> str:
    """Whether a fault still waits, and when and by what it was used."""
    used = _used_words(fault.last, here) if fault.last else ""
    if not fault.armed:
        return translate("Faults", "Used up: {0}").format(used) if used else translate("Faults", "Used up")
    left = (
        translate("Faults", "until disarmed")
        if fault.remaining is None
        else translate("Faults", "{0} more").format(fault.remaining)
    )
    if fault.lasts is not None:
        left = translate("Faults", "for {0} s").format(round(fault.lasts.total_seconds()))
    if not used:
        return translate("Faults", "Armed, {0}").format(left)
    return translate("Faults", "Armed, {0}. {1} so far, last {2}").format(left, fault.fired, used)


def _used_words(use: FaultUse, here: ZoneInfo) -> str:
    words = translate("Faults", "used at {0} by {1}").format(clock_text(use.at, here), operation_word(use.operation))
    platforms = ", ".join(map(platform_word, use.platforms))
    return f"{words} ({platforms})" if platforms else words


def happening_word(word: str) -> str:
    """The next thing that happens by itself: the sandbox's word for it, or empty for a post that leaves from here."""
    words = {
        "": translate("Faults", "a post leaves this computer"),
        "post_due": translate("Faults", "a locked post is due"),
        "publish_finishes": translate("Faults", "a slow account finishes publishing"),
        "session_expires": translate("Faults", "a connect link runs out"),
    }
    return words.get(word, word)

"""The texts of practice mode's test tools: faults, the requests that they hit, and the next events."""

from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication

from postdesk.domain.practice import ArmedFault, FaultKind, FaultOrder, FaultUse, Operation
from postdesk.ui.text import QT_TRANSLATE_NOOP
from postdesk.ui.text.names import platform_word
from postdesk.ui.text.times import clock_text

translate = QCoreApplication.translate

WITH_DELAY = frozenset({FaultKind.DELAY, FaultKind.DELAY_AFTER, FaultKind.REFUSE_CONNECTION})
WITH_PLATFORM = frozenset({FaultKind.PLATFORM_FAILS, FaultKind.FAILS_THEN_PUBLISHES, FaultKind.NEEDS_RECONNECT})
OF_CONNECTIONS = frozenset({FaultKind.REFUSE_CONNECTION, FaultKind.RESET_CONNECTION})
"""The faults that occur before a request is read, so they can't be limited to one kind of request."""

FAULT_WORDS: Final[dict[str, str]] = {
    FaultKind.REFUSE_CONNECTION: QT_TRANSLATE_NOOP("Faults", "Refuse the connection"),
    FaultKind.RESET_CONNECTION: QT_TRANSLATE_NOOP("Faults", "Reset the connection"),
    FaultKind.DROP_BEFORE: QT_TRANSLATE_NOOP("Faults", "Drop connection, nothing done"),
    FaultKind.ERROR_BEFORE: QT_TRANSLATE_NOOP("Faults", "Answer 500, nothing done"),
    FaultKind.RATE_LIMIT: QT_TRANSLATE_NOOP("Faults", "Answer 429: too many requests"),
    FaultKind.NOT_FOUND: QT_TRANSLATE_NOOP("Faults", "Answer 404: not found"),
    FaultKind.FORBIDDEN: QT_TRANSLATE_NOOP("Faults", "Answer 403: not allowed"),
    FaultKind.KEY_REVOKED: QT_TRANSLATE_NOOP("Faults", "Answer 401: API key revoked"),
    FaultKind.REDIRECT: QT_TRANSLATE_NOOP("Faults", "Redirect to another address"),
    FaultKind.HTML: QT_TRANSLATE_NOOP("Faults", "Answer with a web page, nothing done"),
    FaultKind.DROP_AFTER: QT_TRANSLATE_NOOP("Faults", "Do it, drop connection"),
    FaultKind.ERROR_AFTER: QT_TRANSLATE_NOOP("Faults", "Do it, answer 500"),
    FaultKind.HTML_AFTER: QT_TRANSLATE_NOOP("Faults", "Do it, answer with a web page"),
    FaultKind.EMPTY: QT_TRANSLATE_NOOP("Faults", "Do it, answer nothing"),
    FaultKind.MALFORMED_JSON: QT_TRANSLATE_NOOP("Faults", "Do it, answer with broken JSON"),
    FaultKind.CUT_BODY: QT_TRANSLATE_NOOP("Faults", "Do it, cut the answer short"),
    FaultKind.BAD_GZIP: QT_TRANSLATE_NOOP("Faults", "Do it, answer with broken compression"),
    FaultKind.HUGE_BODY: QT_TRANSLATE_NOOP("Faults", "Do it, answer far too much"),
    FaultKind.NO_ID: QT_TRANSLATE_NOOP("Faults", "Do it, answer without an ID"),
    FaultKind.UNKNOWN_STATUS: QT_TRANSLATE_NOOP("Faults", "Answer with an unknown status"),
    FaultKind.RESULT_FAILED: QT_TRANSLATE_NOOP("Faults", "Answer published, but failed on the platform"),
    FaultKind.RESULT_PENDING: QT_TRANSLATE_NOOP("Faults", "Answer published, but pending on the platform"),
    FaultKind.RESULT_PUBLISHED: QT_TRANSLATE_NOOP("Faults", "Answer failed, but published on the platform"),
    FaultKind.BODY_AFTER_204: QT_TRANSLATE_NOOP("Faults", "Send a body after “204 No Content”"),
    FaultKind.DRIP: QT_TRANSLATE_NOOP("Faults", "Answer one byte a second"),
    FaultKind.DELAY: QT_TRANSLATE_NOOP("Faults", "Wait, then do it"),
    FaultKind.DELAY_AFTER: QT_TRANSLATE_NOOP("Faults", "Do it, wait with the answer"),
    FaultKind.PLATFORM_FAILS: QT_TRANSLATE_NOOP("Faults", "One platform fails"),
    FaultKind.FAILS_THEN_PUBLISHES: QT_TRANSLATE_NOOP("Faults", "One platform fails, publishes 3 minutes later"),
    FaultKind.NEEDS_RECONNECT: QT_TRANSLATE_NOOP("Faults", "An account needs reconnecting"),
}

OPERATION_WORDS: Final[dict[str, str]] = {
    Operation.ANY: QT_TRANSLATE_NOOP("Faults", "any request"),
    Operation.UPSERT_END_USER: QT_TRANSLATE_NOOP("Faults", "add a client"),
    Operation.GET_END_USER: QT_TRANSLATE_NOOP("Faults", "read a client"),
    Operation.CONNECTIONS: QT_TRANSLATE_NOOP("Faults", "list accounts"),
    Operation.DISCONNECT: QT_TRANSLATE_NOOP("Faults", "disconnect"),
    Operation.CREATE_SESSION: QT_TRANSLATE_NOOP("Faults", "start connecting"),
    Operation.GET_SESSION: QT_TRANSLATE_NOOP("Faults", "check connecting"),
    Operation.PUBLISH: QT_TRANSLATE_NOOP("Faults", "publish now"),
    Operation.SCHEDULE: QT_TRANSLATE_NOOP("Faults", "lock in"),
    Operation.GET_POST: QT_TRANSLATE_NOOP("Faults", "read a post"),
    Operation.LIST_POSTS: QT_TRANSLATE_NOOP("Faults", "list posts"),
    "connection": QT_TRANSLATE_NOOP("Faults", "any connection, before its request"),
}

_EVENTS: Final = {
    "": QT_TRANSLATE_NOOP("Faults", "this computer sends a post"),
    "post_due": QT_TRANSLATE_NOOP("Faults", "a locked post is due"),
    "publish_finishes": QT_TRANSLATE_NOOP("Faults", "a slow account finishes publishing"),
    "session_expires": QT_TRANSLATE_NOOP("Faults", "a connect link expires"),
}


def fault_word(kind: str) -> str:
    """Return the name of a fault, or its key if it is unknown."""
    return translate("Faults", FAULT_WORDS[kind]) if kind in FAULT_WORDS else kind


def operation_word(operation: str) -> str:
    """Return the name of the requests that a fault is for, or their key if it is unknown."""
    return translate("Faults", OPERATION_WORDS[operation]) if operation in OPERATION_WORDS else operation


def fault_target_words(order: FaultOrder) -> str:
    """Return the requests that a fault of that order would hit."""
    platform, often = platform_word(order.platform), _often(order.count)
    match order.kind:
        case FaultKind.REFUSE_CONNECTION:
            return translate("Faults", "No request gets an answer for that long.")
        case FaultKind.RESET_CONNECTION:
            return translate("Faults", "Hits the next connection ({0}), for any request.").format(often)
        case FaultKind.PLATFORM_FAILS | FaultKind.FAILS_THEN_PUBLISHES:
            return translate("Faults", "Hits the next post to {0} ({1}), now or when it is due.").format(platform, often)
        case FaultKind.NEEDS_RECONNECT:
            return translate("Faults", "Hits the next {0} account that is listed or posted to ({1}).").format(platform, often)
    if order.operation is Operation.ANY:
        return translate("Faults", "Hits the next request of any kind ({0}), also in the background.").format(often)
    words = translate("Faults", "Hits only the next request of this kind: {0} ({1}).")
    return words.format(operation_word(order.operation), often)


def _often(count: int | None) -> str:
    if count is None:
        return translate("Faults", "every time, until disarmed")
    return translate("Faults", "once") if count == 1 else translate("Faults", "{0} times").format(count)


def fault_place_word(fault: ArmedFault) -> str:
    """Return the platform or the requests that an armed fault hits."""
    return platform_word(fault.platform) if fault.kind in WITH_PLATFORM and fault.platform else operation_word(fault.operation)


def fault_status_words(fault: ArmedFault, local_zone: ZoneInfo) -> str:
    """Return the remaining uses of a fault, and its last use."""
    used = _used_words(fault.last, local_zone) if fault.last else ""
    if not fault.armed:
        return translate("Faults", "Used up: {0}").format(used) if used else translate("Faults", "Used up")
    left = (
        translate("Faults", "until disarmed")
        if fault.remaining is None
        else translate("Faults", "{0} left").format(fault.remaining)
    )
    if fault.lasts is not None:
        left = translate("Faults", "for {0} s").format(round(fault.lasts.total_seconds()))
    if not used:
        return translate("Faults", "Armed, {0}").format(left)
    return translate("Faults", "Armed, {0}. Uses: {1}, last {2}").format(left, fault.fired, used)


def _used_words(use: FaultUse, local_zone: ZoneInfo) -> str:
    words = translate("Faults", "at {0} by “{1}”").format(clock_text(use.at, local_zone), operation_word(use.operation))
    platforms = ", ".join(map(platform_word, use.platforms))
    return f"{words} ({platforms})" if platforms else words


def event_word(word: str) -> str:
    """Return the sandbox's next event in words; empty stands for a post that this computer sends."""
    return translate("Faults", _EVENTS[word]) if word in _EVENTS else word

"""A row of the connections: its texts, notices and actions, computed from the known data of one platform of a client."""

from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import QCoreApplication

from postdesk.domain.clients import Connection, ConnectSession, ConnectSessionKind
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.platforms import Platform
from postdesk.engine.notices import Notice, NoticeKind
from postdesk.ui.connections.accounts import AccountAction, PlatformAccount
from postdesk.ui.text.failures import connect_ended_words, error_words, link_ended_words
from postdesk.ui.text.names import platform_word
from postdesk.ui.text.states import Tone

translate = QCoreApplication.translate

_RECONNECT_WORDS: Final = frozenset(
    {"needs_reconnect", "needs_reconnection", "reconnect", "needs reconnect", "reconnect_required"}
)


@dataclass(frozen=True, slots=True)
class AccountNotice:
    """A text below a row, and its actions; the first is the recommended one."""

    words: str
    tone: Tone
    icon: str
    acts: tuple[AccountAction, ...] = ()


@dataclass(frozen=True, slots=True)
class RowContents:
    """The contents of a row. `state` is empty where a button replaces it; `detail` is all known data of the account."""

    title: str
    subtitle: str
    detail: str
    state: str
    icon: str
    tone: Tone
    main: AccountAction | None
    boxes: tuple[AccountNotice, ...]
    menu: tuple[AccountAction, ...]
    connected: bool

    @property
    def amber(self) -> bool:
        """True while the row needs attention."""
        return self.tone is Tone.ATTENTION


def row_contents(account: PlatformAccount) -> RowContents:
    """Return the row of one platform."""
    known = account.connection
    busy = account.starting or account.pending(ConnectSessionKind.HERE) is not None
    state, icon, tone = _state(account)
    return RowContents(
        title=_name(known) if known else platform_word(account.platform),
        subtitle=_subtitle(known) if known else "",
        detail=_detail(known) if known else "",
        state=state,
        icon=icon,
        tone=tone,
        main=None if busy or (known and known.ready) else AccountAction.RECONNECT if known else AccountAction.CONNECT,
        boxes=tuple(_notices(account)),
        menu=_menu(account),
        connected=known is not None,
    )


def _name(known: Connection) -> str:
    return known.remote_username or known.remote_account_id or platform_word(known.platform)


def _subtitle(known: Connection) -> str:
    return " · ".join(part for part in (platform_word(known.platform), known.account_type.capitalize()) if part)


def _detail(known: Connection) -> str:
    identifier = translate("Connections", "ID: {0}").format(known.remote_account_id)
    lines = (known.remote_username, _subtitle(known), identifier if known.remote_account_id else "")
    return "\n".join(line for line in lines if line)


def _state(account: PlatformAccount) -> tuple[str, str, Tone]:
    known = account.connection
    if account.starting:
        return translate("Connections", "Starting…"), "loader", Tone.LOCKED
    if known is None:
        return "", "", Tone.NEUTRAL
    if known.account_changed:
        return _with_waiting(translate("Connections", "Different account"), account.waiting), "shield-alert", Tone.ATTENTION
    if known.ready:
        return translate("Connections", "Connected"), "circle-check", Tone.GOOD
    words = translate("Connections", "Needs reconnecting")
    if known.status.lower() not in _RECONNECT_WORDS:
        words = translate("Connections", "Needs reconnecting ({0})").format(" ".join(known.status.split()))
    return _with_waiting(words, account.waiting), "triangle-alert", Tone.ATTENTION


def _with_waiting(words: str, waiting: int) -> str:
    return translate("Connections", "{0}, %n posts wait", "", waiting).format(words) if waiting else words


def _notices(account: PlatformAccount) -> Iterator[AccountNotice]:
    """Yield the notices on a row, those about the connection first."""
    known = account.connection
    if known and known.account_changed:
        now, before = _name(known), known.confirmed_username or known.confirmed_account_id
        words = translate("Connections", "{0} is connected now, not {1}. Nothing is sent until you confirm.").format(now, before)
        yield AccountNotice(words, Tone.ATTENTION, "shield-alert", (AccountAction.USE_IT, AccountAction.REJECT))
    if known and known.doubled:
        words = translate(
            "Connections",
            "This client has more than one {0} account, and posts can’t select one. Add a client for the second account.",
        )
        yield AccountNotice(words.format(platform_word(account.platform)), Tone.ATTENTION, "triangle-alert")
    if known and known.shared_with:
        words = translate("Connections", "This account is also connected for {0}. Posts of both clients appear on one profile.")
        acts = AccountAction.SHARE, AccountAction.DISCONNECT
        yield AccountNotice(words.format(", ".join(known.shared_with)), Tone.ATTENTION, "users", acts)
    if account.notice:
        yield _refused(account.notice)
    if here := account.pending(ConnectSessionKind.HERE):
        yield _waiting_here(account, here)
    if link := account.pending(ConnectSessionKind.LINK):
        yield _waiting_for_client(account, link)
    if account.failed and not account.starting and not account.pending(ConnectSessionKind.HERE):
        yield _ended(account.failed, again=account.connection is not None)


def _refused(notice: Notice) -> AccountNotice:
    """Return the failure of the last action, where it is shown in place."""
    said = translate("Connections", " MyPostShare’s answer: {0}").format(notice.said) if notice.said else ""
    if notice.kind is NoticeKind.REDIRECT_NOT_ALLOWED:
        words = translate(
            "Connections",
            "MyPostShare refused to start. It probably doesn’t know this return address yet:\n{0}\nCopy it, add it to your "
            "app’s redirect URIs in the MyPostShare dashboard, then connect again.",
        )
        acts = (AccountAction.COPY_ADDRESS, AccountAction.START_AGAIN, AccountAction.DISMISS)
        return AccountNotice(words.format(notice.detail) + said, Tone.ATTENTION, "link", acts)
    if notice.kind is NoticeKind.UNSAFE_LINK:
        words = translate("Connections", "The connect link was not opened, because it doesn’t lead to MyPostShare:\n{0}")
        copy = AccountAction.COPY_ADDRESS, AccountAction.DISMISS
        return AccountNotice(words.format(notice.detail), Tone.BAD, "shield-alert", copy)
    return AccountNotice(error_words(notice.error or "") + said, Tone.BAD, "circle-x", (AccountAction.DISMISS,))


def _waiting_here(account: PlatformAccount, session: ConnectSession) -> AccountNotice:
    next_step = translate("Connections", "If the page is closed, open it again.")
    answer = _answer_words(account, session, next_step)
    if account.unopened:
        words = translate("Connections", "No browser opened. Copy the link and open it yourself. Postdesk keeps waiting.")
        acts = AccountAction.COPY_LINK, AccountAction.OPEN_AGAIN, AccountAction.CHECK, AccountAction.CANCEL
        return AccountNotice(_lines(words, answer), Tone.ATTENTION, "external-link", acts)
    words = translate("Connections", "Waiting for your browser… Sign in and allow access there.")
    acts = AccountAction.CHECK, AccountAction.OPEN_AGAIN, AccountAction.COPY_LINK, AccountAction.CANCEL
    return AccountNotice(_lines(words, answer), Tone.ACCENT, "hourglass", acts)


def _waiting_for_client(account: PlatformAccount, session: ConnectSession) -> AccountNotice:
    words = translate("Connections", "Waiting for {0} to open the link since {1}. Postdesk checks every hour for seven days.")
    words = words.format(account.client_name, account.link_sent)
    acts = AccountAction.COPY_CLIENT_LINK, AccountAction.CHECK_LINK, AccountAction.CANCEL_LINK
    return AccountNotice(_lines(words, _answer_words(account, session)), Tone.ACCENT, "link", acts)


def _answer_words(account: PlatformAccount, session: ConnectSession, next_step: str = "") -> str:
    """Return the answer to the user's check of the session, and the next step; empty without a check."""
    check = account.check
    if check is None or check.session_id != session.id:
        return ""
    if not check.at:
        return translate("Connections", "Checking…")
    if not check.answered:
        return translate("Connections", "MyPostShare didn’t answer at {0}. Postdesk keeps trying.").format(check.at)
    return " ".join((translate("Connections", "Not connected yet at {0}.").format(check.at), next_step)).strip()


def _lines(*parts: str) -> str:
    return "\n".join(filter(None, parts))


def _ended(failed: ConnectSession, *, again: bool) -> AccountNotice:
    whole = translate("Connections", "Not reconnected. {0}") if again else translate("Connections", "Not connected. {0}")
    act, icon, why = AccountAction.START_AGAIN, "triangle-alert", connect_ended_words
    if failed.kind is ConnectSessionKind.LINK:
        act, icon, why = AccountAction.LINK_FOR_CLIENT, "link", link_ended_words
    words = whole.format(why(failed.error_code or failed.status))
    return AccountNotice(words, Tone.ATTENTION, icon, (act, AccountAction.DISMISS))


def _menu(account: PlatformAccount) -> tuple[AccountAction, ...]:
    if account.connection is None:
        return (AccountAction.CONNECT, AccountAction.LINK_FOR_CLIENT)
    premium = (AccountAction.PREMIUM,) if account.platform == Platform.TWITTER else ()
    limits = (AccountAction.LIMITS,) if account.platform in set(Platform) else ()
    first = AccountAction.RECONNECT, AccountAction.LINK_FOR_CLIENT, AccountAction.PROFILE
    return (*first, *premium, *limits, AccountAction.DISCONNECT)

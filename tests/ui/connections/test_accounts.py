"""The text of an account's row in each situation."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtWidgets import QApplication
from tests.support.quiet_session import NOON

from postdesk.api.errors import ErrorKind
from postdesk.domain.clients import Connection, ConnectSession, ConnectSessionKind
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import Post, PostOrigin, PostState
from postdesk.engine.connector import ConnectLink
from postdesk.engine.notices import Notice, NoticeKind
from postdesk.ui.connections.accounts import AccountAction, PlatformAccount, account_action_word
from postdesk.ui.connections.actions import disconnect_warning, link_text
from postdesk.ui.connections.row_contents import row_contents

CONNECTED = Connection(1, "instagram", "connected", "17", "@morgan.studio", "business", confirmed_account_id="17")
SESSION = ConnectSession(
    "s1",
    1,
    "instagram",
    ConnectSessionKind.HERE,
    "pending",
    "https://mypostshare.com/connect/s1",
    NOON,
    NOON + timedelta(minutes=15),
)
NONE = PlatformAccount("instagram", "Alex Morgan")

pytestmark = pytest.mark.usefixtures("qapp")


def test_a_platform_without_an_account_offers_to_connect() -> None:
    view = row_contents(NONE)

    assert (view.title, view.main, view.state) == ("Instagram", AccountAction.CONNECT, "")


def test_a_connected_account_says_its_name_platform_and_type() -> None:
    view = row_contents(replace(NONE, connection=CONNECTED))

    assert (view.title, view.subtitle, view.state) == ("@morgan.studio", "Instagram · Business", "Connected")
    assert view.detail == "@morgan.studio\nInstagram · Business\nID: 17"
    assert view.main is None
    assert view.boxes == ()


@pytest.mark.parametrize(
    ("status", "waiting", "words"),
    [
        ("needs_reconnect", 0, "Needs reconnecting"),
        ("needs_reconnect", 1, "Needs reconnecting, 1 post waits"),
        ("needs_reconnect", 2, "Needs reconnecting, 2 posts wait"),
        ("token_expired", 0, "Needs reconnecting (token_expired)"),
    ],
)
def test_any_other_status_needs_reconnecting_and_is_shown_as_it_is(status: str, waiting: int, words: str) -> None:
    view = row_contents(replace(NONE, connection=replace(CONNECTED, status=status), waiting=waiting))

    assert view.state == words
    assert view.main == AccountAction.RECONNECT
    assert view.amber


def test_another_account_is_asked_about() -> None:
    other = replace(CONNECTED, remote_account_id="18", remote_username="@morgan.privat", confirmed_username="@morgan.studio")
    view = row_contents(replace(NONE, connection=other))

    assert view.boxes[0].words.startswith("@morgan.privat is connected now, not @morgan.studio.")
    assert view.boxes[0].acts == (AccountAction.USE_IT, AccountAction.REJECT)
    assert view.amber


def test_an_account_that_another_client_has_too_is_warned_of() -> None:
    (box,) = row_contents(replace(NONE, connection=replace(CONNECTED, shared_with=("Bright Bakery", "Cafe")))).boxes

    assert box.words.startswith("This account is also connected for Bright Bakery, Cafe.")
    assert box.acts == (AccountAction.SHARE, AccountAction.DISCONNECT)


def test_two_accounts_of_a_platform_are_warned_about() -> None:
    (box,) = row_contents(replace(NONE, connection=replace(CONNECTED, doubled=True))).boxes

    assert "more than one Instagram account" in box.words


def test_a_pending_session_waits_for_the_browser() -> None:
    view = row_contents(replace(NONE, sessions=(SESSION,)))

    assert view.main is None
    (box,) = view.boxes
    assert box.words == "Waiting for your browser… Sign in and allow access there."
    assert set(box.acts) == {AccountAction.CHECK, AccountAction.OPEN_AGAIN, AccountAction.COPY_LINK, AccountAction.CANCEL}


def test_a_browser_that_did_not_open_leaves_the_link() -> None:
    (box,) = row_contents(replace(NONE, sessions=(SESSION,), unopened=True)).boxes

    assert box.words.startswith("No browser opened.")
    assert box.acts[0] == AccountAction.COPY_LINK


def test_a_link_that_was_sent_waits_for_the_client() -> None:
    (box,) = row_contents(
        replace(NONE, sessions=(replace(SESSION, kind=ConnectSessionKind.LINK),), link_sent="Thu 26 Nov 2026 14:00")
    ).boxes

    assert box.words.startswith("Waiting for Alex Morgan to open the link since Thu 26 Nov 2026 14:00.")


@pytest.mark.parametrize(
    ("status", "code", "words"),
    [
        ("expired", "", "Not connected. The link for the client has expired. Send a new one."),
        ("failed", "access_denied", "Not connected. The client denied access. Ask the client, then send a new link."),
        ("not_finished", "", "Not connected. The client did not use the link. Send a new one."),
        ("failed", "weird_42", "Not connected. MyPostShare’s answer: weird_42. Send the client a new link."),
    ],
)
def test_a_link_that_ended_is_sent_anew_and_not_begun_here(status: str, code: str, words: str) -> None:
    link = replace(SESSION, kind=ConnectSessionKind.LINK, status=status, error_code=code)
    (box,) = row_contents(replace(NONE, sessions=(link,))).boxes

    assert box.words == words
    assert box.acts == (AccountAction.LINK_FOR_CLIENT, AccountAction.DISMISS)


@pytest.mark.parametrize(
    ("status", "code", "words"),
    [
        ("failed", "access_denied", "Not connected. Access was denied in the browser. Start again and allow it there."),
        ("expired", "", "Not connected. The link has expired. Start again for a new one."),
        ("not_finished", "", "Not connected. Connecting was not finished in the browser. Start again."),
        (
            "failed",
            "weird_42",
            "Not connected. MyPostShare’s answer: weird_42. Start again. If that doesn’t help, ask its support.",
        ),
    ],
)
def test_a_failure_says_why_and_what_to_do_with_a_code_only_where_it_is_not_known(status: str, code: str, words: str) -> None:
    (box,) = row_contents(replace(NONE, sessions=(replace(SESSION, status=status, error_code=code),))).boxes

    assert box.words == words
    assert box.acts == (AccountAction.START_AGAIN, AccountAction.DISMISS)


def test_an_account_that_was_not_connected_again_is_not_called_unconnected() -> None:
    ended = replace(SESSION, status="expired", error_code="session_expired")
    (box,) = row_contents(replace(NONE, connection=CONNECTED, sessions=(ended,))).boxes

    assert box.words.startswith("Not reconnected. The link has expired.")


def test_a_refused_return_address_is_shown_exactly() -> None:
    uri = "http://127.0.0.1:47611/connect/callback"
    refused = Notice(NoticeKind.REDIRECT_NOT_ALLOWED, client_id=1, platform="instagram", detail=uri, said="redirectUri")
    (box,) = row_contents(replace(NONE, notice=refused)).boxes

    assert f"\n{uri}\n" in box.words
    assert "MyPostShare’s answer: redirectUri" in box.words
    assert box.acts[0] == AccountAction.COPY_ADDRESS


def test_a_failed_request_is_told_in_our_words() -> None:
    failed = Notice(NoticeKind.ACTION_FAILED, client_id=1, platform="instagram", error=ErrorKind.NOT_SENT)
    (box,) = row_contents(replace(NONE, notice=failed)).boxes

    assert box.words.startswith("MyPostShare can’t be reached")


def test_only_x_has_premium() -> None:
    assert (
        AccountAction.PREMIUM in row_contents(PlatformAccount("twitter", connection=replace(CONNECTED, platform="twitter"))).menu
    )
    assert AccountAction.PREMIUM not in row_contents(replace(NONE, connection=CONNECTED)).menu


def test_the_text_for_a_client_says_what_the_browser_may_end_on() -> None:
    text = link_text(ConnectLink(1, Platform.INSTAGRAM, "https://mypostshare.com/connect/s1", ""), "Alex Morgan")
    with_page = link_text(
        ConnectLink(1, Platform.INSTAGRAM, "https://mypostshare.com/connect/s1", "https://m.com"), "Alex Morgan"
    )

    assert "https://mypostshare.com/connect/s1" in text.splitlines()
    assert "can’t be reached" in text
    assert "seven days" not in text
    assert "can’t be reached" not in with_page


def test_disconnecting_names_the_locked_posts() -> None:
    moment = datetime(2026, 11, 25, 9, tzinfo=UTC)
    posts = tuple(
        Post(n, 1, PostOrigin.HERE, "g", f"post\n{n} " + "x" * 80, "", moment, PostState.LOCKED, (), (), moment) for n in range(7)
    )

    words = disconnect_warning(posts)
    assert "• post 0 xxx" in words
    assert "• and 2 more" in words
    assert "•" not in disconnect_warning(())


def test_every_act_has_a_word(qapp: QApplication) -> None:
    assert all(account_action_word(act) for act in AccountAction)

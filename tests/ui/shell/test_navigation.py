"""The navigator leads to places that were not built yet, and to what was asked for in them."""

from datetime import date, timedelta
from functools import partial

import pytest
from PySide6.QtWidgets import QComboBox, QDialog, QPlainTextEdit, QWidget
from tests.support.full_window import FullWindow
from tests.support.quiet_session import NOON, QuietSession
from tests.support.widgets import find
from tests.ui.results.sample_posts import connect
from tests.ui.shell.conftest import Opener

from postdesk.domain.clients import Client
from postdesk.domain.day_notes import DayNote
from postdesk.domain.delivery import State
from postdesk.domain.drafts import Draft
from postdesk.domain.platforms import Platform
from postdesk.domain.post_actions import Action, PostAction
from postdesk.domain.state_groups import UNSENT_STATES
from postdesk.store import drafts
from postdesk.ui.kit.plain_text import PlainLabel
from postdesk.ui.results.tabs import ResultsTab
from postdesk.ui.scope import Scope

HOUR = timedelta(hours=1)


@pytest.fixture
def ann(quiet: QuietSession) -> Client:
    client = quiet.client("Ann")
    connect(quiet, client, "linkedin")
    return client


@pytest.fixture
def bea(quiet: QuietSession, ann: Client) -> Client:
    return quiet.client("Bea")


def chosen_post(window: FullWindow) -> int:
    """Return the post that is selected in the results."""
    line = window.places.results.model.line
    assert line
    return line.post_id


def text_in_composer(window: FullWindow) -> str:
    return find(window, QPlainTextEdit, "composer.text").toPlainText()


def kept_draft(quiet: QuietSession, client: Client) -> str:
    draft = Draft("kept", client.id, (Platform.LINKEDIN,), "Kept for later", updated_at=NOON)
    quiet.database.submit(lambda conn: drafts.save(conn, draft)).result()
    return draft.id


@pytest.mark.parametrize("state", [None, State.MISSED])
def test_a_post_is_selected_in_results_that_were_never_shown(
    open_window: Opener, quiet: QuietSession, ann: Client, state: State | None
) -> None:
    post, _other = quiet.post(ann, 2 * HOUR, state), quiet.post(ann, 3 * HOUR)
    window = open_window(quiet.session)
    window.navigator.open_post(post.id)
    assert window.places.current == "results"
    assert chosen_post(window) == post.id
    assert window.places.results.table.isVisible()


def test_a_post_of_a_client_that_is_not_shown_is_selected(
    open_window: Opener, quiet: QuietSession, scope: Scope, ann: Client, bea: Client
) -> None:
    post = quiet.post(bea, 2 * HOUR)
    scope.show_client(ann.id)
    window = open_window(quiet.session)
    window.navigator.open_post(post.id)
    assert chosen_post(window) == post.id
    assert scope.client_id == bea.id


def test_a_post_is_selected_whatever_is_searched_for(open_window: Opener, quiet: QuietSession, scope: Scope, ann: Client) -> None:
    post = quiet.post(ann, 2 * HOUR)
    scope.search("nothing like that")
    window = open_window(quiet.session)
    window.navigator.open_post(post.id)
    assert chosen_post(window) == post.id


def test_an_action_of_a_post_shows_its_view_over_the_results(open_window: Opener, quiet: QuietSession, ann: Client) -> None:
    post = quiet.post(ann, 2 * HOUR)
    window = open_window(quiet.session)
    window.navigator.run_action(PostAction(Action.DETAILS, post.id, ann.id))
    assert chosen_post(window) == post.id
    assert window.findChild(QDialog, "results.details")


@pytest.mark.parametrize("whose", ["Ann", "Bea"])
def test_states_are_shown_in_their_tab_of_all_clients_where_the_shown_one_has_none(
    open_window: Opener, quiet: QuietSession, scope: Scope, ann: Client, bea: Client, whose: str
) -> None:
    quiet.post(ann, 2 * HOUR)
    scope.show_client(ann.id if whose == "Ann" else bea.id)
    window = open_window(quiet.session)
    window.navigator.show_states(UNSENT_STATES)
    assert window.places.current == "results"
    assert window.places.results.model.tab is ResultsTab.SCHEDULED
    assert scope.client_id == (ann.id if whose == "Ann" else None)
    assert window.places.results.model.rows.rowCount() == 1


@pytest.mark.parametrize("whose", ["Ann", "Bea"])
def test_what_needs_attention_is_shown_of_all_clients_where_the_shown_one_has_none(
    open_window: Opener, quiet: QuietSession, scope: Scope, ann: Client, bea: Client, whose: str
) -> None:
    quiet.post(ann, -HOUR, State.MISSED)
    scope.show_client(ann.id if whose == "Ann" else bea.id)
    window = open_window(quiet.session)
    window.navigator.show_attention()
    assert window.places.results.model.tab is ResultsTab.ATTENTION
    assert scope.client_id == (ann.id if whose == "Ann" else None)
    assert window.places.results.model.rows.rowCount() == 1


def test_the_first_post_or_else_the_first_note_that_is_found_is_shown(
    open_window: Opener, quiet: QuietSession, scope: Scope, ann: Client
) -> None:
    post = quiet.post(ann, 2 * HOUR)
    quiet.session.day_notes.save(DayNote("far", ann.id, date(2027, 3, 1), "Spring launch"))
    window = open_window(quiet.session)
    scope.search("studio")
    window.navigator.show_found()
    assert (window.places.current, chosen_post(window)) == ("results", post.id)
    scope.search("spring")
    window.navigator.show_found()
    assert window.places.current == "calendar"
    assert window.places.calendar.day == date(2027, 3, 1)


def test_the_accounts_of_a_client_are_shown(open_window: Opener, quiet: QuietSession, ann: Client, bea: Client) -> None:
    window = open_window(quiet.session)
    window.navigator.show_connections(bea.id)
    assert window.places.current == "connections"
    assert "Connections: Bea" in {
        label.text() for label in window.places.connections.findChildren(PlainLabel) if label.isVisible()
    }


def test_reports_begin_with_the_shown_client(
    open_window: Opener, quiet: QuietSession, scope: Scope, ann: Client, bea: Client
) -> None:
    scope.show_client(bea.id)
    window = open_window(quiet.session)
    window.navigator.show_reports()
    assert window.places.current == "reports"
    assert find(window, QComboBox, "reports.whose").currentText() == "Bea"


@pytest.mark.parametrize("page", ["clients", "keys", "uploads"])
def test_the_settings_open_at_a_page(open_window: Opener, quiet: QuietSession, page: str) -> None:
    window = open_window(quiet.session)
    window.navigator.show_settings(page)
    assert window.places.current == "settings"
    assert window.places.settings.page(page).isVisible()


def test_the_overview_is_a_place(open_window: Opener, quiet: QuietSession, ann: Client) -> None:
    window = open_window(quiet.session)
    window.navigator.show_overview()
    assert window.places.current == "clients"
    assert find(window, QWidget, "overview.clients").isVisible()


def test_posts_and_drafts_are_opened_in_a_composer_that_was_closed(
    open_window: Opener, quiet: QuietSession, scope: Scope, ann: Client, bea: Client
) -> None:
    post, draft_id = quiet.post(bea, 2 * HOUR), kept_draft(quiet, ann)
    scope.show_client(ann.id)
    window = open_window(quiet.session)
    go = window.navigator
    for act, text, client in (
        (partial(go.open_draft, draft_id), "Kept for later", "Ann"),
        (partial(go.edit_post, post.id), "Studio tour", "Bea"),
        (partial(go.new_post_at, NOON + 48 * HOUR, ann.id), "", "Ann"),
        (partial(go.copy_post, post.id, ann.id), "Studio tour", "Ann"),
        (partial(go.new_post_for, bea.id), "", "Bea"),
    ):
        window.composer.close()
        act()
        assert window.places.composer.isVisible()
        assert (text_in_composer(window), find(window, PlainLabel, "composer.for").text()) == (text, f"For {client}")
        window.places.composer.save()

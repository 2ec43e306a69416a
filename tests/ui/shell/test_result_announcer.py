"""Results of posts are announced, whatever place was opened."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from pytestqt.qtbot import QtBot
from tests.support.quiet_session import QuietSession
from tests.ui.results.sample_posts import become, entry, keep, post
from tests.ui.shell.conftest import Opener

from postdesk.domain.delivery import Hold, Stage, State
from postdesk.domain.posts import PostOrigin
from postdesk.store import clients
from postdesk.ui.scope import Scope

OUT: dict[str, Any] = {"state": State.ACCEPTED, "stage": Stage.PUBLISHED, "remote_status": "published"}


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, bool]]:
    """The announced results, each with its urgency."""
    heard = list[tuple[str, bool]]()
    monkeypatch.setattr(
        "postdesk.ui.shell.result_announcer.announce", lambda widget, words, urgent: heard.append((words, urgent))
    )
    return heard


@pytest.mark.parametrize("state", [State.PLANNED, State.QUEUED, State.SENDING])
def test_a_result_is_announced_though_the_results_were_never_opened(
    open_window: Opener, quiet: QuietSession, said: list[tuple[str, bool]], qtbot: QtBot, state: State
) -> None:
    client = quiet.client()
    window = open_window(quiet.session)
    made = [keep(quiet, client, post(entry(state), text=text)) for text in ("Rolls", "Stollen")]
    quiet.session.changes.posts.emit()
    qtbot.wait(200)
    assert said == []

    become(quiet, made[0], **OUT)
    qtbot.waitUntil(lambda: said == [("Rolls: Published", False)])
    become(quiet, made[1], state=State.MISSED)
    qtbot.waitUntil(lambda: said[1:] == [("Stollen: Missed", False)])
    quiet.session.changes.posts.emit()
    qtbot.wait(200)
    assert len(said) == 2
    assert window.places.built("results") is None


def test_what_was_over_before_the_window_opened_is_no_news(
    open_window: Opener, quiet: QuietSession, said: list[tuple[str, bool]], qtbot: QtBot
) -> None:
    client = quiet.client()
    keep(quiet, client, post(entry(State.MISSED), text="Missed before"))
    open_window(quiet.session)
    keep(quiet, client, post(entry(**OUT), origin=PostOrigin.ELSEWHERE))
    qtbot.wait(200)
    assert said == []


def test_a_question_is_urgent_and_many_results_are_counted(
    open_window: Opener, quiet: QuietSession, said: list[tuple[str, bool]], qtbot: QtBot
) -> None:
    client = quiet.client()
    made = [keep(quiet, client, post(entry(State.SENDING), text=f"Post {number}")) for number in range(5)]
    open_window(quiet.session)
    become(quiet, made[0], state=State.NEEDS_USER)
    qtbot.waitUntil(lambda: said == [("Post 0: Did this go out?", True)])
    for each in made[1:]:
        become(quiet, each, state=State.MISSED)
    qtbot.waitUntil(lambda: said[1:] == [("4 posts updated", False)])


def test_the_client_is_named_unless_it_alone_is_shown(
    open_window: Opener, quiet: QuietSession, scope: Scope, said: list[tuple[str, bool]], qtbot: QtBot
) -> None:
    alex, bea = quiet.client("Alex Morgan"), quiet.client("Bea Rossi")
    made = [keep(quiet, client, post(entry(State.SENDING, due_in=timedelta(minutes=-1)))) for client in (alex, bea)]
    open_window(quiet.session)
    scope.show_client(alex.id)
    for each in made:
        become(quiet, each, **OUT)
    qtbot.waitUntil(lambda: said == [("Studio tour: Published. Studio tour, Bea Rossi: Published", False)])


def test_many_held_posts_of_next_week_hide_no_result_of_today(
    open_window: Opener, quiet: QuietSession, said: list[tuple[str, bool]], qtbot: QtBot
) -> None:
    client = quiet.client()
    for number in range(60):
        keep(quiet, client, post(entry(State.PLANNED, due_in=timedelta(days=7, minutes=number), hold=Hold.MEDIA)))
    now = keep(quiet, client, post(entry(State.SENDING), text="Now"))
    open_window(quiet.session)
    become(quiet, now, **OUT)
    qtbot.waitUntil(lambda: said == [("Now: Published", False)])


def test_of_a_post_and_the_one_that_tries_it_again_that_one_is_announced(
    open_window: Opener, quiet: QuietSession, said: list[tuple[str, bool]], qtbot: QtBot
) -> None:
    client = quiet.client()
    first = keep(quiet, client, post(entry(State.SENDING), text="First"))
    again = keep(quiet, client, replace(post(entry(State.SENDING), text="Again"), retries_post=first.id))
    open_window(quiet.session)
    become(quiet, first, state=State.REJECTED)
    become(quiet, again, **OUT)
    qtbot.waitUntil(lambda: said == [("Again: Published", False)])


def test_results_of_an_archived_client_are_not_announced(
    open_window: Opener, quiet: QuietSession, said: list[tuple[str, bool]], qtbot: QtBot
) -> None:
    alex, bea = quiet.client("Alex Morgan"), quiet.client("Bea Rossi")
    made = [keep(quiet, client, post(entry(State.SENDING), text=client.name)) for client in (alex, bea)]
    quiet.database.submit(lambda conn: clients.update(conn, replace(alex, archived=True))).result()
    open_window(quiet.session)
    for each in made:
        become(quiet, each, **OUT)
    qtbot.waitUntil(lambda: said == [("Bea Rossi: Published", False)])

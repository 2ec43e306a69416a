"""Checks for the same text: published already, possibly published, or going out too."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.support.factories import NOON, an_entry

from postdesk.domain import duplicates
from postdesk.domain.delivery import Stage, State
from postdesk.domain.duplicates import DuplicateIndex, is_published, may_be_published
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import SendMode
from postdesk.domain.remote import PlatformResult

LINKEDIN, X = Platform.LINKEDIN, Platform.TWITTER
ENTRY = replace(an_entry(), content="Hello there", platforms=(LINKEDIN,), state=State.PLANNED)


@pytest.mark.parametrize("state", sorted({*State} - {State.CANCELLED, State.MISSED, State.REJECTED}))
def test_what_may_be_up_or_will_go_out_is_found(state: State) -> None:
    entry = replace(ENTRY, state=state)
    assert DuplicateIndex([entry]).of(LINKEDIN, "Hello there", "") == entry


@pytest.mark.parametrize("state", [State.CANCELLED, State.MISSED, State.REJECTED])
def test_what_did_not_go_out_is_not(state: State) -> None:
    assert DuplicateIndex([replace(ENTRY, state=state)]).of(LINKEDIN, "Hello there", "") is None


def test_what_failed_on_one_platform_is_up_on_the_other_alone() -> None:
    results = (PlatformResult(LINKEDIN, "published"), PlatformResult(X, "failed"))
    entry = replace(ENTRY, platforms=(LINKEDIN, X), state=State.ACCEPTED, stage=Stage.PARTIAL, results=results)
    found = DuplicateIndex([entry])
    assert (found.of(LINKEDIN, "Hello there", ""), found.of(X, "Hello there", "")) == (entry, None)


def test_blanks_make_no_difference_but_words_media_and_platform_do() -> None:
    found = DuplicateIndex([ENTRY])
    assert found.of(LINKEDIN, " Hello\n\nthere ", "") == ENTRY
    assert found.of(LINKEDIN, "Hello, there", "") is None
    assert found.of(LINKEDIN, "Hello there", "https://example.com/a.jpg") is None
    assert found.of(X, "Hello there", "") is None


@pytest.mark.parametrize("before", ["", "One two three four five six seven eight nine "])
def test_the_tags_of_links_make_no_difference(before: str) -> None:
    link = f"{before}Read https://shop.example.com/tea?utm_campaign="
    sent = replace(ENTRY, content=f"{link}2026-11-25.")
    found = DuplicateIndex([sent])
    assert found.of(LINKEDIN, f"{link}2026-11-26.", "") == sent
    assert found.of(LINKEDIN, f"{before}Read https://shop.example.com/tea.", "") == sent
    assert found.of(LINKEDIN, f"{before}Read https://shop.example.com/coffee.", "") is None


def test_a_long_text_that_begins_otherwise_is_not_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    long = "One two three four five six seven eight nine " * 1000
    found = DuplicateIndex([replace(ENTRY, content=long)])
    read: list[str] = []
    words = duplicates._words

    def noted(text: str) -> str:
        read.append(text)
        return words(text)

    monkeypatch.setattr(duplicates, "_words", noted)
    assert found.of(LINKEDIN, "Zero " + long, "") is None
    assert read == []
    assert found.of(LINKEDIN, long + "ten", "") is None
    assert found.of(LINKEDIN, long.replace(" ", "\n"), "")


def test_what_is_up_for_certain_comes_first() -> None:
    up = replace(ENTRY, state=State.ACCEPTED, stage=Stage.PUBLISHED, due_at=NOON - timedelta(hours=2))
    doubtful = replace(ENTRY, state=State.UNCERTAIN, due_at=NOON - timedelta(hours=1))
    assert DuplicateIndex([up, doubtful, ENTRY]).of(LINKEDIN, "Hello there", "") == up
    assert DuplicateIndex([doubtful, ENTRY]).of(LINKEDIN, "Hello there", "") == doubtful


@pytest.mark.parametrize(
    ("state", "stage", "mode", "up", "may_be"),
    [
        (State.ACCEPTED, Stage.PUBLISHED, SendMode.SCHEDULED, True, True),
        (State.CONFIRMED_BY_USER, Stage.SCHEDULED, SendMode.IMMEDIATE, True, True),
        (State.ACCEPTED, Stage.UNKNOWN, SendMode.SCHEDULED, False, True),
        (State.UNCERTAIN, Stage.SCHEDULED, SendMode.IMMEDIATE, False, True),
        (State.UNCERTAIN, Stage.SCHEDULED, SendMode.SCHEDULED, False, False),
        (State.ACCEPTED, Stage.SCHEDULED, SendMode.SCHEDULED, False, False),
        (State.QUEUED, Stage.SCHEDULED, SendMode.IMMEDIATE, False, False),
    ],
)
def test_how_certain_it_is(state: State, stage: Stage, mode: SendMode, up: bool, may_be: bool) -> None:
    entry = replace(ENTRY, state=state, stage=stage, mode=mode)
    assert (is_published(entry), may_be_published(entry)) == (up, may_be)

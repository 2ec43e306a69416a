"""From a draft to a post and back: the written text is sent once to each platform."""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.factories import NOON, a_client, a_draft, an_account, any_draft

from postdesk.domain.clients import LockInRule
from postdesk.domain.delivery import Hold, State
from postdesk.domain.drafts import Draft, Variant, make_storable
from postdesk.domain.new_posts import NoFreeMoment, SubmitMode, SubmitTerms, draft_of, moments, new_post
from postdesk.domain.outgoing import outgoing_draft
from postdesk.domain.platforms import LOCKABLE, Platform
from postdesk.domain.posts import ExpectedAccount, Post, SendMode, content_hash
from postdesk.domain.utm import Tags, TagSettings

DAY = timedelta(days=1)
UNDO = timedelta(seconds=10)
TITLED = frozenset({Platform.YOUTUBE, Platform.REDDIT, Platform.PINTEREST})
ALL = tuple(Platform)


def submitted(
    draft: Draft,
    act: SubmitMode = SubmitMode.SCHEDULE,
    *,
    bundle: bool = False,
    rule: LockInRule = LockInRule.DAY_BEFORE,
    now: datetime = NOON,
    written: Draft | None = None,
) -> Post:
    accounts = tuple(an_account(platform) for platform in Platform)
    due = moments(draft.due_at or now, frozenset())
    return new_post(draft, a_client(rule), accounts, due, SubmitTerms(act, now, UNDO, TITLED, bundle), written)


def test_each_platform_has_an_entry_of_its_own_tied_together_by_one_group() -> None:
    post = submitted(a_draft(*ALL, due_at=NOON + 3 * DAY))
    assert [entry.platforms for entry in post.entries] == [(platform,) for platform in ALL]
    assert post.group == "draft-1"
    assert len({entry.token for entry in post.entries}) == len(ALL)
    assert len({entry.due_at for entry in post.entries}) == len(ALL)


def test_a_platform_gets_its_own_text_and_a_title_only_where_it_uses_one() -> None:
    draft = a_draft(Platform.TWITTER, Platform.REDDIT, title="Title", variants=(Variant(Platform.TWITTER, "Short"),))
    on_x, on_reddit = submitted(draft).entries
    assert (on_x.content, on_x.title) == ("Short", "")
    assert (on_reddit.content, on_reddit.title) == ("Hello", "Title")


def test_only_accounts_of_the_entrys_platform_are_noted() -> None:
    (entry,) = submitted(a_draft(Platform.THREADS)).entries
    assert entry.accounts == (ExpectedAccount(Platform.THREADS, "account-threads"),)


def test_equal_contents_are_bundled_where_that_is_set_but_never_what_can_be_locked_in_with_what_can_not() -> None:
    draft = a_draft(*ALL, due_at=NOON + 3 * DAY, title="Title", variants=(Variant(Platform.TWITTER, "Short"),))
    post = submitted(draft, bundle=True)
    assert sorted(platform for entry in post.entries for platform in entry.platforms) == sorted(ALL)
    for entry in post.entries:
        assert len({platform in LOCKABLE for platform in entry.platforms}) == 1
        assert len({platform in TITLED for platform in entry.platforms}) == 1
    assert any(len(entry.platforms) > 1 for entry in post.entries)
    assert next(entry for entry in post.entries if Platform.TWITTER in entry.platforms).platforms == (Platform.TWITTER,)


@pytest.mark.parametrize(
    ("act", "rule", "state", "mode", "lock_in"),
    [
        (SubmitMode.SCHEDULE, LockInRule.DAY_BEFORE, State.PLANNED, SendMode.IMMEDIATE, 2 * DAY),
        (SubmitMode.SCHEDULE, LockInRule.MANUAL, State.PLANNED, SendMode.IMMEDIATE, None),
        (SubmitMode.SCHEDULE, LockInRule.IMMEDIATE, State.QUEUED, SendMode.SCHEDULED, timedelta()),
        (SubmitMode.LOCK_IN, LockInRule.MANUAL, State.QUEUED, SendMode.SCHEDULED, timedelta()),
        (SubmitMode.PUBLISH_NOW, LockInRule.IMMEDIATE, State.QUEUED, SendMode.IMMEDIATE, None),
    ],
)
def test_where_an_entry_starts(
    act: SubmitMode, rule: LockInRule, state: State, mode: SendMode, lock_in: timedelta | None
) -> None:
    (entry,) = submitted(a_draft(due_at=NOON + 3 * DAY), act, rule=rule).entries
    assert (entry.state, entry.mode) == (state, mode)
    # A publication has no lock-in; otherwise it is relative to now, and keeps the milliseconds of the due time.
    expected = None if lock_in is None else NOON + lock_in
    assert entry.lock_in_at is None if expected is None else abs(entry.lock_in_at - expected) < timedelta(seconds=1)  # type: ignore[operator]
    if state == State.QUEUED:
        assert (entry.hold, entry.not_before) == (Hold.UNDO_DELAY, NOON + UNDO)


def test_media_stays_on_this_computer_whatever_the_setting() -> None:
    draft = a_draft(media_url=" https://example.com/a.jpg ", due_at=NOON + 3 * DAY)
    (entry,) = submitted(draft, SubmitMode.LOCK_IN, rule=LockInRule.IMMEDIATE).entries
    assert (entry.state, entry.lock_in_at, entry.media_url) == (State.PLANNED, None, "https://example.com/a.jpg")


def test_a_thumbnail_without_media_is_left_out() -> None:
    assert submitted(a_draft(thumbnail_url="https://example.com/t.jpg")).entries[0].thumbnail_url == ""


def test_the_hash_covers_everything_that_is_sent() -> None:
    (entry,) = submitted(a_draft()).entries
    assert entry.hash == content_hash("ann", entry)
    changes = [
        {"content": "Other"},
        {"title": "Other"},
        {"media_url": "https://example.com/b.jpg"},
        {"thumbnail_url": "https://example.com/b.jpg"},
        {"platforms": (Platform.THREADS,)},
        {"due_at": NOON + timedelta(milliseconds=2)},
        {"token": "other"},
    ]
    assert all(content_hash("ann", replace(entry, **change)) != entry.hash for change in changes)  # type: ignore[arg-type]
    assert content_hash("bob", entry) != entry.hash


@given(st.frozensets(st.integers(0, 999)), st.integers(1, 20))
def test_moments_are_free_unlike_and_in_their_second(taken: frozenset[int], wanted: int) -> None:
    try:
        found = list(islice(moments(NOON, taken), wanted))
    except NoFreeMoment:
        assert len(taken - {0}) + wanted > 999
    else:
        milliseconds = [(moment - NOON) // timedelta(milliseconds=1) for moment in found]
        assert len(set(milliseconds)) == wanted
        assert all(1 <= each <= 999 and each not in taken for each in milliseconds)


def test_a_full_second_takes_no_more() -> None:
    with pytest.raises(NoFreeMoment):
        list(islice(moments(NOON, frozenset()), 1000))


def sent(post: Post) -> dict[str, tuple[str, str, str, str]]:
    """Return the content that each platform gets."""
    return {
        platform: (entry.content, entry.title, entry.media_url, entry.thumbnail_url)
        for entry in post.entries
        for platform in entry.platforms
    }


@given(any_draft(), st.booleans())
def test_a_post_becomes_a_draft_again_of_which_the_same_is_sent(draft: Draft, bundle: bool) -> None:
    post = submitted(draft, bundle=bundle)
    again = draft_of(post, "draft-2", NOON)
    assert again.platforms == draft.platforms
    assert sent(submitted(again)) == sent(post)


@given(any_draft(), st.booleans())
def test_a_post_becomes_a_draft_again_as_it_was_written(draft: Draft, bundle: bool) -> None:
    link = " https://shop.example"
    own = tuple(replace(each, text=each.text + link) if each.text else each for each in draft.variants)
    draft = replace(draft, text=draft.text + link, variants=own)
    going = outgoing_draft(draft, replace(a_client(), tagging=TagSettings(True, Tags("{platform}"))))
    again = draft_of(submitted(going, written=draft, bundle=bundle), "draft-2", NOON)
    assert {each: again.text_for(each) for each in again.platforms} == {each: draft.text_for(each) for each in draft.platforms}


@pytest.mark.parametrize(
    ("text", "sent", "plain"),
    [
        ("https://a.example", "https://a.example", True),
        ("https://a.example", "https://a.example?utm_source=x", False),
        ("https://a.example?utm_source=x", "https://a.example?utm_source=x", False),
        ("No link", "No link", False),
    ],
)
def test_links_that_went_out_plain_stay_plain(text: str, sent: str, plain: bool) -> None:
    draft = a_draft(Platform.LINKEDIN, text=text)
    post = submitted(draft.with_variant(Variant(Platform.LINKEDIN, sent)), written=draft)
    assert draft_of(post, "draft-2", NOON).plain_links is plain


def test_what_most_of_a_posts_platforms_have_is_shared_in_its_draft() -> None:
    own = Variant(Platform.LINKEDIN, media_url="https://example.com/b.jpg")
    draft = a_draft(Platform.LINKEDIN, Platform.TWITTER, Platform.THREADS, media_url="https://example.com/a.jpg", variants=(own,))
    again = draft_of(submitted(draft), "draft-2", NOON)
    assert (again.media_url, again.variants) == (draft.media_url, draft.variants)


@given(any_draft())
def test_equal_contents_alone_are_bundled_and_they_are_equal_whole(draft: Draft) -> None:
    single, bundled = submitted(draft), submitted(draft, bundle=True)
    assert sent(bundled) == sent(single)
    contents = [(*sent(bundled)[entry.platforms[0]], entry.platforms[0] in LOCKABLE) for entry in bundled.entries]
    assert len(set(contents)) == len(contents)


@given(st.text(st.characters(codec=None), max_size=40))
def test_any_text_can_be_kept_and_sent_and_only_lone_surrogates_are_replaced(text: str) -> None:
    draft = make_storable(a_draft(text=text, title=text, variants=(Variant(Platform.TWITTER, text),)))
    paired = text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
    clean = re.sub("[\ud800-\udfff]", "\ufffd", paired)
    assert {draft.text, draft.title, draft.variants[0].text} == {clean}
    draft.text.encode()
    assert make_storable(draft) == draft

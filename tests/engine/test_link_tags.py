"""The service gets the text that was shown, and a post that becomes a draft again has the text that was written."""

from dataclasses import replace
from datetime import timedelta

from tests.support.working_session import MANUAL, WorkingSession

from postdesk.domain.clients import Client
from postdesk.domain.delivery import State
from postdesk.domain.drafts import Draft, Variant
from postdesk.domain.new_posts import SubmitMode
from postdesk.domain.outgoing import Submission, outgoing_draft
from postdesk.domain.platforms import Platform
from postdesk.domain.utm import Tags, TagSettings

X, LINKEDIN, THREADS = Platform.TWITTER, Platform.LINKEDIN, Platform.THREADS
LINK, OWN = "https://shop.example.com/tea", "For X: https://shop.example.com/x"


async def written(work: WorkingSession) -> tuple[Draft, Client]:
    """A draft for three platforms, X of them with a text of its own, of a client whose links are tagged."""
    ann = await work.client(lock_in=MANUAL)
    await work.connected(ann, LINKEDIN, X, THREADS)
    draft = work.draft(ann, LINK, LINKEDIN, X, THREADS, due_in=timedelta(days=1)).with_variant(Variant(X, OWN))
    return draft, replace(ann, tagging=TagSettings(True, Tags("{platform}")))


async def submitted(work: WorkingSession, draft: Draft, shown: Draft, *left_out: Platform) -> int:
    work.session.composer.submit(Submission.of(draft, shown, left_out), SubmitMode.SCHEDULE)
    await work.until(lambda: bool(work.submitted))
    return work.submitted.pop().post_id


async def test_the_service_gets_what_was_shown_whatever_is_set_afterwards(work: WorkingSession) -> None:
    draft, client = await written(work)
    post_id = await submitted(work, draft, outgoing_draft(draft, client))
    work.session.clients.update(replace(client, tagging=TagSettings(True, Tags("another"))))
    await work.advance(timedelta(days=1, minutes=1))
    await work.until(lambda: {entry.state for entry in work.post(post_id).entries} == {State.ACCEPTED})
    got = {post["platforms"][0]: post["content"] for post in await work.ledger()}
    assert got == {LINKEDIN: f"{LINK}?utm_source=linkedin", THREADS: f"{LINK}?utm_source=threads", X: f"{OWN}?utm_source=twitter"}


async def test_what_is_left_out_and_what_is_edited_or_copied_is_what_was_written(work: WorkingSession) -> None:
    draft, client = await written(work)
    post_id = await submitted(work, draft, outgoing_draft(draft, client), THREADS)
    (rest,) = work.session.composer.drafts()
    assert (rest.platforms, rest.text, rest.variants) == ((THREADS,), LINK, ())
    for again in (work.session.composer.factory.edit(post_id), work.session.composer.factory.copy(post_id)):
        assert again
        assert (again.text_for(LINKEDIN), again.plain_links) == (LINK, False)
        assert again.variant(LINKEDIN) == Variant(LINKEDIN)


async def test_a_platforms_own_text_is_copied_and_changed_as_it_was_written(work: WorkingSession) -> None:
    draft, client = await written(work)
    post_id = await submitted(work, draft, outgoing_draft(draft, client))
    bob = replace(await work.client("Bob"), tagging=TagSettings(True, Tags("bobs")))
    await work.connected(bob, X, LINKEDIN)
    copied = work.session.composer.factory.copy(post_id, bob.id)
    assert copied
    assert outgoing_draft(copied, bob).text_for(X) == f"{OWN}?utm_source=bobs"
    edited = work.session.composer.factory.edit(post_id)
    assert edited
    assert edited.text_for(X) == OWN
    work.session.post_commands.undo(post_id)
    await work.until(lambda: bool(work.session.composer.drafts()))
    (again,) = work.session.composer.drafts()
    assert (again.text, again.variants, again.plain_links) == (LINK, (Variant(X, OWN),), False)


async def test_tags_that_the_user_wrote_stay(work: WorkingSession) -> None:
    draft, client = await written(work)
    mine = draft.with_variant(Variant(X, f"{LINK}?utm_source=mine"))
    for shown in (mine, outgoing_draft(mine, client)):
        post_id = await submitted(work, replace(mine, id=shown.text_for(LINKEDIN)), replace(shown, id=shown.text_for(LINKEDIN)))
        edited = work.session.composer.factory.edit(post_id)
        assert edited
        assert (edited.text, edited.text_for(X)) == (LINK, f"{LINK}?utm_source=mine")


async def test_a_change_that_is_undone_leaves_what_was_to_be_sent_and_what_was_written(work: WorkingSession) -> None:
    draft, client = await written(work)
    post_id = await submitted(work, draft, outgoing_draft(draft, client))
    before = work.session.composer.factory.unchanged_submission(post_id)
    sent = [entry.content for entry in work.post(post_id).entries]
    assert before
    changed = await submitted(work, replace(before.written, text="Changed"), replace(before.written, text="Changed"))
    back = before.in_place_of(changed, "back")
    again = await submitted(work, back.written, back.sent)
    assert [entry.content for entry in work.post(again).entries] == sent
    edited = work.session.composer.factory.edit(again)
    assert edited
    assert (edited.text, edited.variants) == (LINK, (Variant(X, OWN),))


async def test_what_was_sent_plain_stays_plain_when_it_is_edited_but_a_copy_is_a_new_post(work: WorkingSession) -> None:
    draft, _ = await written(work)
    post_id = await submitted(work, replace(draft, plain_links=True), draft)
    edited, copied = work.session.composer.factory.edit(post_id), work.session.composer.factory.copy(post_id)
    assert edited
    assert copied
    assert (edited.plain_links, copied.plain_links) == (True, False)

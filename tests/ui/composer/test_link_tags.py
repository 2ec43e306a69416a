"""Links get the client's tags when a post is made: as they were shown, except where tags were turned off."""

from dataclasses import replace
from datetime import timedelta

from PySide6.QtWidgets import QPlainTextEdit, QTabBar, QWidget
from tests.support.widgets import find
from tests.ui.composer.conftest import ComposerDriver, ready

from postdesk.domain.clients import Client
from postdesk.domain.platforms import Platform
from postdesk.domain.problems import ProblemKind
from postdesk.domain.utm import Tags, TagSettings
from postdesk.ui.composer.chips import Chip

LINKEDIN, X = Platform.LINKEDIN, Platform.TWITTER
LINK = "https://shop.example.com/tea"
ON_LINKEDIN, ON_X = f"{LINK}?utm_source=linkedin&utm_medium=social", f"{LINK}?utm_source=twitter&utm_medium=social"


async def tagging(writing: ComposerDriver, *platforms: Platform, tags: TagSettings | None = None) -> Client:
    """Return a client whose links are tagged, with these accounts selected."""
    client = await ready(writing, *platforms)
    tagged = replace(client, tagging=tags or TagSettings(True, Tags("{platform}", "social")))
    heard: list[bool] = []
    writing.session.changes.clients.connect(lambda: heard.append(True))
    writing.session.clients.update(tagged)
    await writing.until(lambda: bool(heard))
    return tagged


async def test_what_links_get_is_shown_as_it_is_typed_and_goes_out_so(writing: ComposerDriver) -> None:
    await tagging(writing, LINKEDIN, X)
    writing.write("Tea: ")
    assert writing.text_of("link_tags.text") == ""
    writing.write(LINK)
    assert writing.text_of("link_tags.text") == "Links get utm_source=linkedin utm_medium=social on LinkedIn"
    writing.find(QTabBar, "tabs").setCurrentIndex(2)
    assert writing.text_of("link_tags.text") == "Links get utm_source=twitter utm_medium=social on X"
    writing.click("link_tags.whole")
    assert find(writing.pane, QPlainTextEdit, "composer.whole_links.text").toPlainText() == (
        f"LinkedIn\n{ON_LINKEDIN}\n\nX\n{ON_X}"
    )
    writing.click("schedule")
    post = await writing.post()
    assert post.text == f"Tea: {LINK}"
    assert [entry.content for entry in post.entries] == [f"Tea: {ON_LINKEDIN}", f"Tea: {ON_X}"]


async def test_the_same_post_is_seen_whatever_day_is_in_its_tags(writing: ComposerDriver) -> None:
    client = await tagging(writing, LINKEDIN, tags=TagSettings(True, Tags("{platform}", "social", "{date}")))
    for hours in (30, 10):
        writing.open(client)
        writing.write(LINK)
        writing.pane.model.set_time(None, writing.session.clock.now() + timedelta(hours=hours))
        if hours == 30:
            writing.click("schedule")
            await writing.post()
    view = writing.pane.model.review
    assert view
    assert ProblemKind.GOES_OUT_TOO in [finding.kind for finding in view.problems]


async def test_links_left_off_stay_so_over_an_undo(writing: ComposerDriver) -> None:
    await tagging(writing, LINKEDIN)
    writing.write(LINK)
    writing.click("link_tags.plain")
    assert writing.text_of("link_tags.text") == "Links get no tags."
    writing.click("schedule")
    post = await writing.post()
    assert [entry.content for entry in post.entries] == [LINK]
    edited = writing.session.composer.factory.edit(post.id)
    assert edited
    assert edited.plain_links


async def test_the_length_that_counts_is_that_of_what_goes_out(writing: ComposerDriver) -> None:
    await tagging(writing, LINKEDIN, X)
    writing.write("x" * 2950 + " " + LINK)
    chip = writing.find(Chip, f"chip.{LINKEDIN}")
    assert chip.accessibleDescription().startswith("−17 characters left")
    writing.click("link_tags.plain")
    assert chip.accessibleDescription().startswith("21 characters left")


async def test_on_x_a_link_counts_the_same_with_tags(writing: ComposerDriver) -> None:
    await tagging(writing, X)
    writing.write("x" * 256 + " " + LINK)
    assert writing.problems() == []
    writing.write(" y")
    assert len(writing.problems()) == 1


async def test_a_post_is_edited_as_it_was_written(writing: ComposerDriver) -> None:
    client = await tagging(writing, LINKEDIN, X)
    writing.write(LINK)
    writing.click("schedule")
    post = await writing.post()
    writing.pane.edit_post(post.id)
    assert writing.editor.text() == LINK
    draft = writing.session.composer.factory.edit(post.id)
    assert draft
    assert draft.variants == ()
    assert not draft.plain_links
    # With changed tags, the post gets the new ones, as they are shown.
    writing.session.clients.update(replace(client, tagging=TagSettings(True, Tags("news"))))
    await writing.until(lambda: "utm_source=news" in writing.text_of("link_tags.text"))
    writing.click("schedule")
    again = await writing.post()
    assert {entry.content for entry in again.entries} == {f"{LINK}?utm_source=news"}


async def test_without_tags_nothing_is_said(writing: ComposerDriver) -> None:
    await ready(writing, LINKEDIN)
    writing.write(LINK)
    assert not writing.find(QWidget, "link_tags.text").isVisible()


async def test_links_to_other_sites_get_none(writing: ComposerDriver) -> None:
    await tagging(writing, LINKEDIN, tags=TagSettings(True, Tags("a"), sites=("shop.example.com",)))
    writing.write("https://other.example.com/")
    assert writing.text_of("link_tags.text") == ""
    writing.write(f" {LINK}")
    writing.click("schedule")
    assert [entry.content for entry in (await writing.post()).entries] == [f"https://other.example.com/ {LINK}?utm_source=a"]


async def test_the_same_words_are_found_with_the_tags_that_they_got(writing: ComposerDriver) -> None:
    await tagging(writing, LINKEDIN)
    writing.write(LINK)
    writing.click("schedule")
    await writing.post()
    writing.write(LINK)
    assert any(said.startswith("This text already goes out on LinkedIn") for said in writing.problems())


async def test_what_is_left_out_is_kept_as_it_was_written(writing: ComposerDriver) -> None:
    await tagging(writing, LINKEDIN, Platform.INSTAGRAM)  # which needs a picture
    writing.write(LINK)
    writing.click("schedule")
    post = await writing.post()
    assert post.platforms == (LINKEDIN,)
    (rest,) = writing.kept()
    assert (rest.platforms, rest.text, rest.variants) == ((Platform.INSTAGRAM,), LINK, ())


async def test_an_undo_brings_back_what_was_written(writing: ComposerDriver) -> None:
    await tagging(writing, LINKEDIN, X)
    writing.write(LINK)
    writing.click("schedule")
    await writing.post()
    writing.click("notice.action")
    await writing.until(lambda: bool(writing.kept()))
    (again,) = writing.kept()
    assert (again.text, again.variants, again.plain_links) == (LINK, (), False)


async def test_what_is_too_much_is_marked_where_it_is_in_what_is_written(writing: ComposerDriver) -> None:
    await tagging(writing, LINKEDIN)
    writing.write(LINK + " " + "x" * 2960)
    (marked,) = writing.editor.extraSelections()
    sent = f"{ON_LINKEDIN} "
    assert marked.cursor.selectionStart() == 3000 - len(sent) + len(LINK) + 1

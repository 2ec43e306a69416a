"""Pictures without a file, from a clipboard or a browser: offered as files are, and deleted when no draft needs them."""

import os
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtWidgets import QLineEdit
from tests.ui.composer.conftest import ComposerDriver
from tests.ui.composer.test_uploading import ADDRESS, cards, drop, hold, mime, opened, prints, shown

from postdesk.domain.platforms import Platform
from postdesk.ui.composer.drop_target import DropOverlay
from postdesk.ui.kit.editor.mime_media import picture_link

LINK = "https://cdn.example.com/picture.png"


def picture() -> QMimeData:
    made = QImage(64, 48, QImage.Format.Format_RGB32)
    made.fill(QColor("teal"))
    given = QMimeData()
    given.setImageData(made)
    return given


def from_a_browser() -> QMimeData:
    given = picture()
    given.setHtml(f'<img src="{LINK}">')
    assert picture_link(given) == LINK
    return given


def files(writing: ComposerDriver) -> list[Path]:
    found = os.walk(writing.database.path.parent / "pasted")  # which tolerates a folder that is deleted meanwhile
    return sorted(Path(folder) / name for folder, _, names in found for name in names)


async def pasted(writing: ComposerDriver, given: QMimeData) -> None:
    QGuiApplication.clipboard().setMimeData(given)
    writing.editor.paste()
    await writing.until(lambda: bool(cards(writing)))


async def test_a_pasted_picture_is_offered_as_a_file_and_is_gone_once_it_has_an_address(writing: ComposerDriver) -> None:
    await opened(writing, prints(f"print('{ADDRESS}')"))
    await pasted(writing, picture())
    (file,) = files(writing)
    assert any(file.name in text for text in shown(writing))
    assert writing.editor.text() == ""
    writing.click("upload.1.target.1")
    await writing.until(lambda: any(draft.media_url == ADDRESS for draft in writing.kept()))
    await writing.until(lambda: files(writing) == [])


async def test_it_is_pasted_by_key_while_the_focus_stays_in_the_text(writing: ComposerDriver) -> None:
    await opened(writing)
    QGuiApplication.clipboard().setMimeData(picture())
    writing.editor.setFocus()
    await writing.press(Qt.Key.Key_V)
    await writing.until(lambda: bool(cards(writing)))
    assert writing.pane.focusWidget() is writing.editor
    assert any("MyPostShare needs public addresses" in text for text in shown(writing))


async def test_it_goes_when_it_is_dismissed_or_another_takes_its_place(writing: ComposerDriver) -> None:
    await opened(writing)
    await pasted(writing, picture())
    (first,) = files(writing)
    writing.editor.paste()
    await writing.until(lambda: len(files(writing)) == 1 and files(writing) != [first])
    await writing.until(lambda: any(files(writing)[0].name in text for text in shown(writing)))
    writing.click("upload.2.dismiss")
    await writing.until(lambda: files(writing) == [])


async def test_it_is_there_again_when_its_draft_is_opened_again(writing: ComposerDriver) -> None:
    client = await opened(writing)
    writing.write("Studio tour")
    await pasted(writing, picture())
    first = writing.pane.model.draft
    assert first
    said = shown(writing)
    writing.pane.new_draft(client.id)
    assert cards(writing) == []
    await writing.until(lambda: bool(writing.kept()))
    writing.pane.open_draft(first.id)
    assert shown(writing) == said
    assert len(files(writing)) == 1


async def test_it_goes_with_a_draft_that_has_nothing_else(writing: ComposerDriver) -> None:
    client = await opened(writing)
    await pasted(writing, picture())
    writing.pane.new_draft(client.id)
    await writing.until(lambda: files(writing) == [])
    assert cards(writing) == []


async def test_it_stays_until_what_failed_is_given_up(writing: ComposerDriver) -> None:
    await opened(writing, prints("import sys; sys.exit('no quota')"))
    await pasted(writing, picture())
    writing.click("upload.1.target.1")
    await writing.until(lambda: any("Not uploaded." in text for text in shown(writing)))
    assert len(files(writing)) == 1
    writing.click("upload.1.dismiss")
    await writing.until(lambda: files(writing) == [])


async def test_a_file_of_the_user_s_stays(writing: ComposerDriver, tmp_path: Path) -> None:
    await opened(writing)
    file = tmp_path / "tour.png"
    picture().imageData().save(str(file))
    await pasted(writing, mime(file))
    writing.click("upload.1.dismiss")
    await pasted(writing, picture())
    writing.click("upload.2.dismiss")
    await writing.until(lambda: files(writing) == [])
    assert file.exists()


@pytest.mark.parametrize(("in_the_way", "words"), [(True, "can’t be saved on this computer"), (False, "can’t be read")])
async def test_what_can_t_be_kept_is_said_in_words(writing: ComposerDriver, in_the_way: bool, words: str) -> None:
    await opened(writing, prints("print('no')"))
    given = picture()
    if in_the_way:
        (writing.database.path.parent / "pasted").write_bytes(b"")
    else:
        given.setData("image/png", b"no picture")
    await pasted(writing, given)
    assert any(words in text for text in shown(writing))
    assert not any("Upload to" in text for text in shown(writing))
    assert files(writing) == []


async def test_a_spreadsheet_s_cells_are_pasted_as_text(writing: ComposerDriver) -> None:
    await opened(writing)
    given = picture()
    given.setText("Monday\tOpen\n")
    QGuiApplication.clipboard().setMimeData(given)
    writing.editor.paste()
    assert writing.editor.text() == "Monday Open\n"
    assert cards(writing) == []
    assert files(writing) == []


async def test_a_picture_that_is_dragged_from_a_program_is_offered(writing: ComposerDriver) -> None:
    await opened(writing)
    drop(writing.editor.viewport(), picture())
    await writing.until(lambda: bool(cards(writing)))
    assert len(files(writing)) == 1


@pytest.mark.parametrize("platform", [None, Platform.TWITTER])
async def test_a_picture_that_is_dragged_from_a_browser_gives_its_address_and_it_is_taken_back(
    writing: ComposerDriver, platform: Platform | None
) -> None:
    await opened(writing)
    writing.write("Studio tour")
    writing.pane.model.show_platform(platform)
    drop(writing.editor.viewport(), from_a_browser())
    draft = writing.pane.model.draft
    assert draft
    assert draft.content_for(Platform.TWITTER).media_url == LINK
    assert draft.media_url == ("" if platform else LINK)
    words = "X’s own media link" if platform else "the media link"
    assert writing.text_of("notice.text") == f"The image’s address is now in {words}."
    assert cards(writing) == []
    writing.click("notice.action")
    draft = writing.pane.model.draft
    assert draft
    assert (draft.media_url, draft.variant(Platform.TWITTER).media_url) == ("", None)
    assert writing.editor.text() == "Studio tour"


async def test_while_it_is_held_over_the_composer_it_says_where_the_address_goes(writing: ComposerDriver) -> None:
    await opened(writing)
    assert hold(writing.editor.viewport(), from_a_browser()).isAccepted()
    assert writing.text_of("drop.text") == "Drop here to put the address into the media link"
    hold(writing.editor.viewport(), picture())
    assert writing.text_of("drop.text") == "Drop here to upload for this post"


async def test_a_field_for_a_link_takes_one_itself(writing: ComposerDriver) -> None:
    await opened(writing)
    cover = next(field for field in writing.pane.findChildren(QLineEdit) if field.objectName() == "composer.thumbnail_url")
    given = from_a_browser()
    given.setText(LINK)
    drop(cover, given)
    draft = writing.pane.model.draft
    assert draft
    assert draft.media_url == ""
    assert writing.find(DropOverlay, "drop").isHidden()

"""A local file in the composer: its messages, actions and progress, and the places where its address is put."""

import sys
import warnings
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QLabel, QProgressBar, QWidget
from tests.support.s3_server import SECRET, S3Server, s3_server
from tests.support.widgets import rich_labels, unidentified
from tests.ui.composer.conftest import ComposerDriver, ready

from postdesk.domain.clients import Client
from postdesk.domain.platforms import Platform
from postdesk.domain.uploads import Upload, UploadCommand, UploadField, UploadTarget
from postdesk.store import uploads
from postdesk.ui.composer.drop_target import DropOverlay
from postdesk.ui.composer.upload_card import UploadCard

ADDRESS = "https://cdn.example.com/tour.png"
_PARTS = 160
HOSTILE = "<b>tour & travel<img src=x>.png"


def prints(code: str) -> UploadCommand:
    return UploadCommand((sys.executable, "-c", code, "{file}"))


async def targets(writing: ComposerDriver, *places: UploadCommand) -> None:
    for number, place in enumerate(places, start=1):
        writing.session.upload_targets.save(UploadTarget(0, f"Target <b>{number}</b>", place))
    await writing.until(lambda: len(writing.session.upload_targets.all()) == len(places))


async def opened(writing: ComposerDriver, *places: UploadCommand) -> Client:
    client = await ready(writing, Platform.LINKEDIN, Platform.TWITTER)
    await targets(writing, *places)
    return client


def mime(*paths: Path) -> QMimeData:
    given = QMimeData()
    given.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return given


def hold(widget: QWidget, given: QMimeData) -> QDragEnterEvent:
    button, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # in newer versions of Qt; there is no other way to make one
        event = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, given, button, none)
    QApplication.sendEvent(widget, event)
    return event


def drop(widget: QWidget, given: QMimeData) -> QDropEvent:
    """Drop the data after it was held over the widget: without that, Qt drops nothing."""
    hold(widget, given)
    middle = QPointF(widget.rect().center())
    event = QDropEvent(
        middle, Qt.DropAction.CopyAction | Qt.DropAction.MoveAction, given, Qt.MouseButton.LeftButton, Qt.KeyboardModifier(0)
    )
    QApplication.sendEvent(widget, event)
    return event


def cards(writing: ComposerDriver) -> list[UploadCard]:
    return [card for card in writing.pane.findChildren(UploadCard) if card.isVisible()]


def shown(writing: ComposerDriver) -> list[str]:
    """Return the texts and buttons of the one card."""
    (card,) = cards(writing)
    parts = (part for part in card.findChildren(QWidget) if part.isVisibleTo(card))
    return [part.text() for part in parts if isinstance(part, QLabel | QAbstractButton) and part.text()]


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    file = tmp_path / HOSTILE
    image = QImage(64, 48, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    assert image.save(str(file))
    return file


async def test_a_dropped_file_is_offered_to_each_target_and_its_address_goes_into_the_post(
    writing: ComposerDriver, picture: Path
) -> None:
    await opened(writing, prints(f"print('{ADDRESS}')"), prints("print('no')"))
    event = drop(writing.editor.viewport(), mime(picture))
    assert event.dropAction() == Qt.DropAction.CopyAction
    await writing.until(lambda: bool(cards(writing)))
    said = shown(writing)
    assert any(HOSTILE in text for text in said)
    assert any("MyPostShare needs public addresses, not files" in text for text in said)
    assert "Upload to Target <b>1</b>" in said
    assert "Upload to Target <b>2</b>" in said
    assert rich_labels(writing.pane) == []
    assert unidentified(writing.pane) == []
    writing.click("upload.1.target.1")
    await writing.until(lambda: any(draft.media_url == ADDRESS for draft in writing.kept()))
    await writing.until(lambda: any("Uploaded to" in text for text in shown(writing)))
    assert writing.editor.text() == ""


async def test_on_a_platform_s_tab_it_is_that_platform_s_own(writing: ComposerDriver, picture: Path) -> None:
    await opened(writing, prints(f"print('{ADDRESS}')"))
    writing.pane.model.show_platform(Platform.TWITTER)
    drop(writing.editor.viewport(), mime(picture))
    await writing.until(lambda: bool(cards(writing)))
    assert any("X’s own media link" in text for text in shown(writing))
    writing.click("upload.1.target.1")
    await writing.until(lambda: bool(writing.kept()) and writing.kept()[0].content_for(Platform.TWITTER).media_url == ADDRESS)
    assert writing.kept()[0].media_url == ""


async def test_without_a_target_it_leads_to_the_settings(writing: ComposerDriver, picture: Path) -> None:
    await opened(writing)
    drop(writing.editor.viewport(), mime(picture))
    await writing.until(lambda: bool(cards(writing)))
    writing.click("upload.1.set_up")
    assert writing.navigator.asked == [("show_settings", "uploads")]
    await targets(writing, prints("print('no')"))
    await writing.until(lambda: "Upload to Target <b>1</b>" in shown(writing))


async def test_a_pasted_file_is_offered_and_its_path_is_not_written(writing: ComposerDriver, picture: Path) -> None:
    await opened(writing)
    QGuiApplication.clipboard().setMimeData(mime(picture))
    writing.editor.paste()
    await writing.until(lambda: bool(cards(writing)))
    assert writing.editor.text() == ""


@pytest.mark.parametrize("dropped", [False, True])
async def test_the_focus_stays_in_the_text_when_a_file_comes_into_it(
    writing: ComposerDriver, picture: Path, dropped: bool
) -> None:
    await opened(writing, prints("print('no')"))
    writing.editor.setFocus()
    if dropped:
        drop(writing.editor.viewport(), mime(picture))
    else:
        QGuiApplication.clipboard().setMimeData(mime(picture))
        writing.editor.paste()
    await writing.until(lambda: bool(cards(writing)))
    assert writing.pane.focusWidget() is writing.editor


async def test_a_file_is_chosen_by_keyboard(writing: ComposerDriver, picture: Path) -> None:
    await opened(writing)
    writing.click("choose_file")
    dialog = writing.pane.findChild(QFileDialog)
    assert dialog
    dialog.fileSelected.emit(str(picture))
    await writing.until(lambda: bool(cards(writing)))
    dialog.close()
    assert writing.pane.focusWidget().accessibleIdentifier() == "composer.upload.1.set_up"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty."),
        (b"Dear diary", "neither an image nor a video"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "No platform"),
    ],
)
async def test_what_can_t_be_posted_is_said_in_words(writing: ComposerDriver, tmp_path: Path, content: bytes, words: str) -> None:
    await opened(writing, prints("print('no')"))
    file = tmp_path / "file.heic"
    file.write_bytes(content)
    drop(writing.editor.viewport(), mime(file))
    await writing.until(lambda: bool(cards(writing)))
    assert any(words in text for text in shown(writing))
    assert not any("Upload to" in text for text in shown(writing))
    writing.click("upload.1.dismiss")
    assert cards(writing) == []


async def test_several_files_and_a_folder_are_not_taken(writing: ComposerDriver, picture: Path, tmp_path: Path) -> None:
    await opened(writing)
    drop(writing.editor.viewport(), mime(picture, picture))
    await writing.until(lambda: bool(cards(writing)))
    assert any("A post takes one file." in text for text in shown(writing))
    drop(writing.editor.viewport(), mime(tmp_path))
    await writing.until(lambda: any("This is a folder." in text for text in shown(writing)))


async def test_while_a_file_is_held_over_the_composer_it_says_what_a_drop_does(writing: ComposerDriver, picture: Path) -> None:
    await opened(writing)
    veil = writing.find(DropOverlay, "drop")
    assert hold(writing.editor.viewport(), mime(picture)).isAccepted()
    assert writing.text_of("drop.text") == "Drop here to upload for this post"
    QApplication.sendEvent(writing.editor.viewport(), QDragLeaveEvent())
    await writing.until(veil.isHidden)


async def test_text_is_dropped_as_it_always_was(writing: ComposerDriver) -> None:
    await opened(writing)
    given = QMimeData()
    given.setText("https://example.com/news")
    drop(writing.editor.viewport(), given)
    assert writing.editor.text() == "https://example.com/news"
    assert writing.find(DropOverlay, "drop").isHidden()


async def test_the_post_waits_for_the_file_or_for_its_end(writing: ComposerDriver, picture: Path) -> None:
    await opened(writing, prints("import time; time.sleep(30)"))
    writing.write("Studio tour")
    drop(writing.editor.viewport(), mime(picture))
    await writing.until(lambda: bool(cards(writing)))
    writing.click("upload.1.target.1")
    await writing.until(lambda: any("is running" in text for text in shown(writing)))
    writing.click("schedule")
    assert any("A file is still uploading" in text for text in writing.labels())
    assert (writing.submitted, writing.refused) == ([], [])
    writing.click("upload.1.cancel")
    await writing.until(lambda: cards(writing) == [])
    writing.click("schedule")
    await writing.post()


@pytest.fixture
def film(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a file of so many small parts that a cancel always comes before the end, even if the window hears of it late."""
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    monkeypatch.setattr("postdesk.media.bucket_storage.PART_BYTES", 65_536)
    monkeypatch.setattr("postdesk.engine.file_transfers._TELL_EVERY_S", 0)
    file = tmp_path / "film.mp4"
    file.write_bytes(b"\0\0\0\x18ftypisom" + bytes(_PARTS * 65_536))
    return file


async def cancelled_half_way(writing: ComposerDriver, server: S3Server, film: Path) -> None:
    await ready(writing, Platform.LINKEDIN, Platform.TWITTER)
    writing.session.upload_targets.save(UploadTarget(0, "Studio", server.bucket), SECRET)
    await writing.until(lambda: bool(writing.session.upload_targets.all()))
    drop(writing.editor.viewport(), mime(film))
    await writing.until(lambda: bool(cards(writing)))
    writing.click("upload.1.target.1")
    (card,) = cards(writing)
    bar = writing.find(QProgressBar, "upload.1.progress")
    await writing.until(lambda: bar.value() > 300)
    writing.find(QAbstractButton, "upload.1.cancel").setFocus()
    writing.click("upload.1.cancel")
    assert card.isVisible()


async def test_a_large_file_is_cancelled_and_goes_on(writing: ComposerDriver, tmp_path: Path, film: Path) -> None:
    with s3_server(tmp_path / "s3") as server:
        await cancelled_half_way(writing, server, film)
        said = shown(writing)
        assert "Cancelled. The file isn’t in the post yet." in said
        assert any("for seven days. Resume sends only the rest." in text for text in said)
        assert said[-2:] == ["Resume", "Discard"]
        assert writing.pane.focusWidget().accessibleIdentifier() == "composer.upload.1.again"
        before = writing.find(QProgressBar, "upload.1.progress").value()
        writing.click("upload.1.again")
        await writing.until(lambda: any("Uploading to Studio" in text for text in shown(writing)))
        assert writing.find(QProgressBar, "upload.1.progress").value() >= before - 26
        await writing.until(lambda: any(draft.media_url.endswith(".mp4") for draft in writing.kept()))
        assert sorted(server.taken()) == list(range(1, _PARTS + 2))


async def test_a_large_file_that_is_cancelled_is_discarded(writing: ComposerDriver, tmp_path: Path, film: Path) -> None:
    with s3_server(tmp_path / "s3") as server:
        await cancelled_half_way(writing, server, film)
        writing.click("upload.1.discard")
        await writing.until(lambda: server.parts() == [])
        assert cards(writing) == []


async def test_another_draft_shows_its_own_files_and_the_first_gets_its_address(writing: ComposerDriver, picture: Path) -> None:
    client = await opened(writing, prints(f"import time; time.sleep(0.6); print('{ADDRESS}')"))
    writing.write("Studio tour")
    drop(writing.editor.viewport(), mime(picture))
    await writing.until(lambda: bool(cards(writing)))
    writing.click("upload.1.target.1")
    await writing.until(lambda: any("is running" in text for text in shown(writing)))
    first = writing.kept()[0].id
    writing.pane.new_draft(client.id)
    assert cards(writing) == []
    await writing.until(lambda: writing.session.composer.draft(first).media_url == ADDRESS)  # type: ignore[union-attr]
    writing.pane.open_draft(first)
    assert writing.editor.text() == "Studio tour"


async def test_what_failed_says_why_with_the_program_s_own_words_and_tries_again(writing: ComposerDriver, picture: Path) -> None:
    await opened(writing, prints("import sys; sys.exit('<i>no quota</i>')"))
    drop(writing.editor.viewport(), mime(picture))
    await writing.until(lambda: bool(cards(writing)))
    writing.click("upload.1.target.1")
    await writing.until(lambda: any("Not uploaded." in text for text in shown(writing)))
    assert "Its answer: <i>no quota</i>" in shown(writing)
    writing.click("upload.1.again")
    await writing.until(lambda: bool(cards(writing)) and any("is running" in text for text in shown(writing)))


async def test_an_image_can_be_the_cover(writing: ComposerDriver, picture: Path) -> None:
    await opened(writing, prints(f"print('{ADDRESS}')"))
    drop(writing.editor.viewport(), mime(picture))
    await writing.until(lambda: bool(cards(writing)))
    writing.click("upload.1.as_cover")
    assert any("the cover link" in text for text in shown(writing))
    writing.click("upload.1.target.1")
    await writing.until(lambda: bool(writing.kept()) and writing.kept()[0].thumbnail_url == ADDRESS)


async def test_the_tab_key_goes_from_the_button_to_the_card_and_on(
    writing: ComposerDriver, picture: Path, tmp_path: Path
) -> None:
    await opened(writing, prints("print('no')"))
    writing.in_window(tmp_path)
    drop(writing.editor.viewport(), mime(picture))
    await writing.until(lambda: bool(cards(writing)))
    writing.find(QAbstractButton, "choose_file").setFocus()
    stops = []
    for _ in range(4):
        await writing.press_focused(Qt.Key.Key_Tab)
        stops.append(writing.focused())
    assert stops == ["upload.1.dismiss", "upload.1.target.1", "upload.1.set_up", "upload.1.as_cover"]


async def test_what_was_interrupted_is_told_on_the_draft_that_is_open(writing: ComposerDriver, picture: Path) -> None:
    await opened(writing, prints(f"print('{ADDRESS}')"))
    writing.write("Studio tour")
    writing.pane.save()
    await writing.until(lambda: bool(writing.kept()))
    draft_id = writing.kept()[0].id
    begun = Upload(0, UploadField(draft_id), picture, writing.session.upload_targets.all()[0].id)
    await writing.database.run(lambda conn: uploads.begin(conn, writing.session.workspace.id, begun))
    writing.session.uploads.load_unfinished()
    assert any("Postdesk closed before the upload finished" in text for text in shown(writing))
    writing.click("upload.1.again")
    await writing.until(lambda: writing.kept()[0].media_url == ADDRESS)


async def test_an_empty_draft_is_kept_as_long_as_a_file_is_for_it(writing: ComposerDriver, picture: Path) -> None:
    client = await opened(writing, prints(f"import time; time.sleep(1.5); print('{ADDRESS}')"))
    drop(writing.editor.viewport(), mime(picture))
    await writing.until(lambda: bool(cards(writing)))
    writing.click("upload.1.target.1")
    await writing.until(lambda: any("is running" in text for text in shown(writing)) and bool(writing.kept()))
    (first,) = (draft.id for draft in writing.kept())
    writing.pane.new_draft(client.id)
    writing.write("Another")
    writing.pane.open_draft(first)
    writing.pane.new_draft(client.id)
    await writing.until(lambda: not writing.session.uploads.running(first))
    await writing.until(lambda: any(draft.media_url == ADDRESS for draft in writing.kept()))

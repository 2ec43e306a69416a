"""The list of drafts: searched while typing, filtered, labelled, and deleted with an undo; all of it by keyboard."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QListWidget
from tests.support.quiet_session import NOON
from tests.support.widgets import cut_off, find, rich_labels, unidentified
from tests.ui.composer.conftest import ComposerDriver, writing

from postdesk.domain.clients import Client
from postdesk.domain.drafts import Draft
from postdesk.domain.platforms import Platform
from postdesk.store import drafts
from postdesk.store.sqlite import open_reader
from postdesk.ui.drafts.dialogs import LabelsDialog
from postdesk.ui.drafts.filters import DraftKind
from postdesk.ui.drafts.pane import DraftsPane
from postdesk.ui.kit.line_painter import LinePainter
from postdesk.ui.kit.plain_text import PlainLabel

__all__ = ["writing"]
Role = Qt.ItemDataRole
HOUR = timedelta(hours=1)


class DraftsDriver:
    """The place of drafts over those that a test put into the workspace session."""

    def __init__(self, session: ComposerDriver) -> None:
        self.writing = session
        self.pane = DraftsPane(session.session, session.scope, session.navigator, session.theme, session.local_zone)
        self.pane.resize(1000, 600)
        self.pane.show()

    @property
    def opened(self) -> list[object]:
        """The ids of the drafts opened in the composer."""
        return self.writing.navigator.of("open_draft")

    @property
    def begun(self) -> list[object]:
        """The ids of the templates that drafts were made from."""
        return self.writing.navigator.of("new_from_template")

    def rows(self) -> list[str]:
        """Return the text that a screen reader reads for each line."""
        found = self.pane.found
        return [str(found.index(row).data(Role.AccessibleTextRole)) for row in range(found.rowCount())]

    def heads(self) -> list[str]:
        return [row.split(";")[0] for row in self.rows()]

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.pane.focusWidget(), key, modifiers)
        QTest.keyRelease(self.pane, Qt.Key.Key_Control)  # or Qt takes a modifier for held from then on

    async def is_in_front(self) -> None:
        self.pane.activateWindow()
        await self.writing.until(self.pane.isActiveWindow)
        self.pane.setFocus()

    def type(self, text: str) -> None:
        QTest.keyClicks(self.pane.focusWidget(), text)


async def put(session: ComposerDriver, *made: Draft) -> None:
    for draft in made:
        await session.database.run(partial(drafts.save, draft=draft))


async def three(session: ComposerDriver) -> Client:
    """Store three drafts of two clients, and a template; the first is the latest."""
    ann, bob = await session.client("Ann Archer"), await session.client("Bob Baker")
    await put(
        session,
        Draft("bread", ann.id, (Platform.LINKEDIN,), "Fresh bread", updated_at=NOON, labels=("Spring",), due_at=NOON + HOUR),
        Draft("rolls", bob.id, (Platform.TWITTER,), "Rolls", updated_at=NOON - HOUR),
        Draft("cafe", bob.id, text="Das Café <b>öffnet</b>", updated_at=NOON - timedelta(days=1)),
        Draft("weekly", ann.id, text="Offers", updated_at=NOON, template="Weekly"),
    )
    return ann


@pytest.fixture
def listed(writing: ComposerDriver) -> Iterator[list[DraftsDriver]]:
    made: list[DraftsDriver] = []
    yield made
    for each in made:
        each.pane.close()


async def shown(writing: ComposerDriver, listed: list[DraftsDriver]) -> DraftsDriver:
    await three(writing)
    listed.append(DraftsDriver(writing))
    return listed[-1]


@pytest.mark.parametrize("width", [500, 1100])
async def test_a_draft_whose_time_has_passed_says_so_and_what_to_do(
    writing: ComposerDriver, listed: list[DraftsDriver], width: int
) -> None:
    ann = await writing.client("Ann Archer")
    await put(writing, Draft("late", ann.id, (Platform.LINKEDIN,), "Old bread", updated_at=NOON + HOUR, due_at=NOON - HOUR))
    view = await shown(writing, listed)
    view.pane.resize(width, 400)
    row = view.pane.found.index(0)
    assert view.rows()[0].startswith("Old bread; Passed: today 11:00 · Ann Archer · LinkedIn")
    assert row.data(Role.ToolTipRole) == "The time has passed. Select a new one."
    assert "The time has passed. Select a new one." in view.rows()[0]
    colour = QColor(writing.theme.colours.attention)
    picture = view.pane.list.viewport().grab(view.pane.list.visualRect(row)).toImage()
    assert any(picture.pixelColor(x, y) == colour for x in range(picture.width()) for y in range(picture.height()))


async def test_the_times_of_a_line_are_all_in_the_zone_that_the_head_names(
    writing: ComposerDriver, listed: list[DraftsDriver]
) -> None:
    view = await shown(writing, listed)
    view.pane.resize(1298, 600)
    zone = find(view.pane, PlainLabel, "drafts.zone")
    assert (zone.isVisible(), zone.text()) == (True, "Times in London")
    assert "Drafts" in [label.text() for label in view.pane.title.findChildren(PlainLabel) if label.isVisible()]
    assert "today 13:00; labels: Spring; edited 12:00" in view.rows()[0]
    writing.scope.show_client(next(each.id for each in writing.session.clients.all() if each.name == "Ann Archer"))
    assert zone.text() == "Times in New York"
    assert "today 08:00; labels: Spring; edited 07:00" in view.rows()[0]


async def test_each_line_says_all_that_is_known_of_its_draft(writing: ComposerDriver, listed: list[DraftsDriver]) -> None:
    view = await shown(writing, listed)
    assert view.rows() == [
        "Fresh bread; Ann Archer · LinkedIn · today 13:00; labels: Spring; edited 12:00",
        "Rolls; Bob Baker · X; edited 11:00",
        "Das Café <b>öffnet</b>; Bob Baker; edited yesterday 12:00",
    ]
    assert view.pane.filters.count.text() == "3 drafts"
    assert not view.pane.grab().isNull()


async def test_typing_searches_down_leads_to_the_list_and_enter_opens(
    writing: ComposerDriver, listed: list[DraftsDriver]
) -> None:
    view = await shown(writing, listed)
    await view.is_in_front()
    assert view.pane.focusWidget() is view.pane.list
    view.type("cafe")
    assert view.heads() == ["Das Café <b>öffnet</b>"]
    view.press(Qt.Key.Key_Down)
    assert view.pane.focusWidget() is view.pane.list
    view.type("x")
    assert (view.pane.filters.search.text(), view.heads()) == ("cafex", [])
    assert view.pane.list.empty.isVisible()
    view.press(Qt.Key.Key_Backspace)
    view.press(Qt.Key.Key_Return)
    assert view.opened == ["cafe"]
    assert view.pane.isVisible()


async def test_only_the_drafts_of_the_window_s_client_are_shown(writing: ComposerDriver, listed: list[DraftsDriver]) -> None:
    view = await shown(writing, listed)
    writing.scope.show_client(writing.session.clients.all()[1].id)
    assert view.heads() == ["Rolls", "Das Café <b>öffnet</b>"]
    assert view.pane.filters.count.text() == "2 drafts"
    view.pane.hide()
    writing.scope.show_client(None)
    assert len(view.heads()) == 2
    view.pane.show()
    assert len(view.heads()) == 3


async def test_filters_narrow_and_templates_are_apart(writing: ComposerDriver, listed: list[DraftsDriver]) -> None:
    view = await shown(writing, listed)
    view.pane.filters.labels.choose("Spring")
    assert view.heads() == ["Fresh bread"]
    view.pane.filters.labels.choose("")
    view.pane.filters.kind.segments[DraftKind.TEMPLATES].click()
    assert view.heads() == ["Weekly"]
    view.pane.open_button.click()
    assert (view.begun, view.opened) == (["weekly"], [])


async def test_a_search_does_not_read_the_labels_of_all_drafts_at_each_key(
    writing: ComposerDriver, listed: list[DraftsDriver], monkeypatch: pytest.MonkeyPatch
) -> None:
    view = await shown(writing, listed)
    read, labels = list[tuple[str, ...]](), writing.session.drafts.labels

    def note() -> tuple[str, ...]:
        read.append(labels())
        return read[-1]

    monkeypatch.setattr(writing.session.drafts, "labels", note)
    view.pane.filters.search.setText("fresh")
    assert view.heads() == ["Fresh bread"]
    assert read == []
    view.pane.refresh()
    assert read == [("Spring",)]


async def test_several_are_deleted_at_once_and_come_back(writing: ComposerDriver, listed: list[DraftsDriver]) -> None:
    view = await shown(writing, listed)
    await view.is_in_front()
    view.press(Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert not view.pane.open_button.isEnabled()
    view.press(Qt.Key.Key_Delete)
    await writing.until(lambda: len(view.rows()) == 1)
    assert view.pane.notice.label.text() == "2 drafts deleted."
    view.pane.notice.action.click()
    await writing.until(lambda: view.heads() == ["Fresh bread", "Rolls", "Das Café <b>öffnet</b>"])


async def test_the_shown_undo_is_the_key_s_wherever_the_focus_is(writing: ComposerDriver, listed: list[DraftsDriver]) -> None:
    view = await shown(writing, listed)
    await view.is_in_front()
    view.press(Qt.Key.Key_Delete)
    await writing.until(lambda: len(view.rows()) == 2)
    view.pane.delete_button.setFocus()
    view.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    await writing.until(lambda: len(view.rows()) == 3)
    assert not view.pane.notice.isVisible()
    assert view.pane.list.hasFocus()


async def test_in_the_search_the_key_undoes_what_was_typed(writing: ComposerDriver, listed: list[DraftsDriver]) -> None:
    view = await shown(writing, listed)
    await view.is_in_front()
    view.press(Qt.Key.Key_Delete)
    view.pane.filters.search.setFocus()
    view.type("Rolls")
    view.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert view.pane.filters.search.text() == ""
    await writing.until(lambda: len(view.rows()) == 2)
    assert view.pane.notice.isVisible()


async def test_an_undo_ends_with_its_time_and_with_another_client(writing: ComposerDriver, listed: list[DraftsDriver]) -> None:
    view = await shown(writing, listed)
    await view.is_in_front()
    view.press(Qt.Key.Key_Delete)
    assert view.pane.notice.time_left.isVisible()
    writing.scope.show_client(writing.session.clients.all()[1].id)
    assert not view.pane.notice.isVisible()
    rows = view.rows()
    view.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert (view.rows(), view.pane.notice.isVisible()) == (rows, False)


async def test_an_undo_outlasts_a_search(writing: ComposerDriver, listed: list[DraftsDriver]) -> None:
    view = await shown(writing, listed)
    await view.is_in_front()
    view.press(Qt.Key.Key_Delete)
    writing.scope.search("bread")
    view.pane.filters.search.setText("bread")
    assert view.pane.notice.isVisible()
    view.pane.filters.search.clear()
    view.pane.notice.action.click()
    await writing.until(lambda: len(view.rows()) == 3)


async def test_one_is_duplicated_in_its_place_of_time(writing: ComposerDriver, listed: list[DraftsDriver]) -> None:
    view = await shown(writing, listed)
    view.pane.list.stand_on("rolls")
    view.pane.duplicate_button.click()
    await writing.until(lambda: view.heads().count("Rolls") == 2)
    assert [draft.id for draft in view.pane.list.drafts()] == ["rolls"]


async def test_labels_are_typed_and_taken_away_for_several(writing: ComposerDriver, listed: list[DraftsDriver]) -> None:
    view = await shown(writing, listed)
    view.pane.list.stand_on("bread", "rolls")
    view.pane.label_button.click()
    dialog = view.pane.findChild(LabelsDialog)
    assert dialog
    field, known = dialog.findChild(QLineEdit, "labels.field"), dialog.findChild(QListWidget, "labels.list")
    assert field
    assert known
    assert [(known.item(row).text(), known.item(row).checkState()) for row in range(known.count())] == [
        ("Spring", Qt.CheckState.PartiallyChecked)
    ]
    QTest.keyClicks(field, "  Autumn  sale ")
    QTest.keyClick(field, Qt.Key.Key_Return)
    known.item(0).setCheckState(Qt.CheckState.Unchecked)
    QTest.keyClick(field, Qt.Key.Key_Return)
    await writing.until(lambda: [draft.labels for draft in writing.kept()] == [("Autumn sale",), ("Autumn sale",), ()])


async def test_only_what_is_looked_at_is_read(writing: ComposerDriver, listed: list[DraftsDriver]) -> None:
    ann = await writing.client()
    many = [Draft(f"{n}", ann.id, text=f"Draft {n}", updated_at=NOON + timedelta(seconds=n)) for n in range(120)]
    await put(writing, *many)
    view = DraftsDriver(writing)
    listed.append(view)
    assert view.pane.filters.count.text() == "120 drafts"
    assert view.pane.found.rowCount() == 50
    view.pane.list.scrollToBottom()
    await writing.until(lambda: view.pane.found.rowCount() > 50)


@pytest.mark.logs("DraftsPane can't be read")
async def test_drafts_that_can_not_be_read_are_not_said_to_be_none(writing: ComposerDriver, listed: list[DraftsDriver]) -> None:
    view = await shown(writing, listed)
    writing.database.reader.close()
    view.pane.refresh()
    empty = view.pane.list.empty
    assert empty.isVisible()
    assert "This list can’t be read" in [label.text() for label in empty.findChildren(PlainLabel)]
    assert not any(button.isEnabled() for button in (view.pane.delete_button, view.pane.open_button))
    writing.database.reader = open_reader(writing.database.path)
    empty.action.click()
    assert not empty.isVisible()
    assert len(view.rows()) == 3


async def test_the_tabs_are_named_apart_from_the_place(writing: ComposerDriver, listed: list[DraftsDriver]) -> None:
    view = await shown(writing, listed)
    words = [segment.text() for segment in view.pane.filters.kind.segments.values()]
    assert words == ["In progress", "Templates"]
    assert [label.text() for label in view.pane.title.findChildren(PlainLabel)].count("Drafts") == 1


async def test_an_empty_list_leads_on(writing: ComposerDriver, listed: list[DraftsDriver]) -> None:
    view = await shown(writing, listed)
    action = view.pane.list.empty.action
    view.pane.filters.search.setText("nowhere")
    assert (action.text(), action.isVisible()) == ("Clear filters", True)
    action.click()
    assert len(view.heads()) == 3
    view.pane.list.selectAll()
    view.pane.delete()
    await writing.until(lambda: view.heads() == [])
    assert action.text() == "New post"
    action.click()
    assert writing.navigator.of("new_post") == [()]


async def test_several_are_put_into_free_slots(writing: ComposerDriver, listed: list[DraftsDriver]) -> None:
    view = await shown(writing, listed)
    view.pane.list.stand_on("bread", "cafe")
    view.pane.slots_button.click()
    assert writing.navigator.of("fill_slots") == [("bread", "cafe")]
    view.pane.filters.kind.segments[DraftKind.TEMPLATES].click()
    assert not view.pane.slots_button.isVisible()
    view.pane.fill_slots()
    assert len(writing.navigator.of("fill_slots")) == 1


@pytest.mark.parametrize("width", [652, 1298])
async def test_nothing_is_cut_off_in_a_small_window_nor_in_a_wide_one(
    writing: ComposerDriver, listed: list[DraftsDriver], width: int
) -> None:
    view = await shown(writing, listed)
    view.pane.resize(width, 430)
    await writing.until(lambda: not cut_off(view.pane))
    assert view.pane.width() == width
    assert (unidentified(view.pane), rich_labels(view.pane)) == ([], [])


@pytest.mark.parametrize("width", [652, 1298])
async def test_the_lines_are_mirrored_where_text_runs_to_the_left(
    writing: ComposerDriver, listed: list[DraftsDriver], width: int
) -> None:
    view = await shown(writing, listed)
    view.pane.resize(width, 430)
    assert client_mark(view) < 60
    view.pane.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert client_mark(view) > width - 60


async def test_a_long_text_takes_the_columns_that_are_empty_in_its_line(
    writing: ComposerDriver, listed: list[DraftsDriver]
) -> None:
    ann = await writing.client("Ann Archer")
    draft = Draft("long", ann.id, text="word " * 60, updated_at=NOON)
    labelled, dated = replace(draft, id="labelled", labels=("Spring",)), replace(draft, id="dated", due_at=NOON + HOUR)
    await put(writing, draft, replace(dated, updated_at=NOON - HOUR), replace(labelled, updated_at=NOON - 2 * HOUR))
    listed.append(DraftsDriver(writing))
    listed[-1].pane.resize(1298, 430)
    free, timed, marked = (text_end(listed[-1], row) for row in range(3))
    assert free > timed + 100 > marked + 200


def text_end(view: DraftsDriver, row: int) -> int:
    """Return where the text of a line ends; the columns beside it are written lower, in the middle of the line."""
    lines, line = view.pane.list.viewport(), view.pane.list.visualRect(view.pane.found.index(row))
    image, y = lines.grab().toImage(), line.top() + 8 + view.pane.list.fontMetrics().ascent() - 5
    return max(x for x in range(line.width() - 10) if image.pixelColor(x, y).lightness() < 120)


def client_mark(view: DraftsDriver) -> int:
    """Return where the first line has the colour of its client."""
    lines = view.pane.list.viewport()
    row, colour = view.pane.list.visualRect(view.pane.found.index(0)), QColor(view.writing.session.clients.all()[0].colour)
    image = lines.grab().toImage()
    return next(x for x in range(image.width()) if image.pixelColor(x, row.center().y() - 8) == colour)


async def test_the_open_draft_takes_the_labels_that_it_gets_in_the_list(
    writing: ComposerDriver, listed: list[DraftsDriver]
) -> None:
    writing.open(await writing.client())
    writing.write("Typed")
    view = DraftsDriver(writing)
    listed.append(view)
    await writing.until(lambda: view.pane.found.rowCount() == 1)
    (draft,) = view.pane.list.drafts()
    writing.session.drafts.label([draft.id], ("Spring",), ())
    await writing.until(lambda: writing.text_of("labels") == "Spring")
    writing.write(" on")
    writing.pane.save()
    await writing.until(lambda: [(each.text, each.labels) for each in writing.kept()] == [("Typed on", ("Spring",))])


async def test_the_open_draft_that_is_deleted_in_the_list_makes_room_and_comes_back(
    writing: ComposerDriver, listed: list[DraftsDriver]
) -> None:
    writing.open(await writing.client())
    writing.write("Precious")
    view = DraftsDriver(writing)
    listed.append(view)
    await writing.until(lambda: view.pane.found.rowCount() == 1)
    view.pane.delete_button.click()
    await writing.until(lambda: writing.kept() == ())
    assert writing.editor.text() == ""
    assert view.pane.notice.label.text() == "Draft deleted."
    view.pane.notice.action.click()
    await writing.until(lambda: [draft.text for draft in writing.kept()] == ["Precious"])
    await writing.until(lambda: view.heads() == ["Precious"])


async def test_what_is_asked_of_replaced_posts_stays_with_the_draft(writing: ComposerDriver) -> None:
    ann = await three(writing)
    await put(writing, replace(Draft("edit", ann.id, text="Edit", updated_at=NOON), replaces_post=5))
    writing.session.drafts.duplicate("edit")
    await writing.until(lambda: len(writing.kept()) == 5)
    assert sorted(draft.replaces_post or 0 for draft in writing.kept()) == [0, 0, 0, 0, 5]


async def test_a_draft_without_labels_shows_more_of_its_text(
    writing: ComposerDriver, listed: list[DraftsDriver], monkeypatch: pytest.MonkeyPatch
) -> None:
    ann, words = await writing.client("Ann Archer"), "Our sourdough takes two days, and here is why we never hurry it. " * 4
    await put(writing, Draft("plain", ann.id, text=words, updated_at=NOON))
    await put(writing, Draft("with", ann.id, text=words, updated_at=NOON - HOUR, labels=("Spring",)))
    listed.append(DraftsDriver(writing))
    pane, seen, write = listed[-1].pane, list[str](), LinePainter.write
    pane.resize(1300, 600)

    def note(*args: Any, **options: Any) -> str:
        seen.append(write(*args, **options))
        return seen[-1]

    monkeypatch.setattr(LinePainter, "write", note)
    pane.list.viewport().grab()
    plain, labelled = (shown for shown in seen if shown.startswith("Our sourdough"))
    assert len(plain) > len(labelled) + 20

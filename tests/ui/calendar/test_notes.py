"""The user's day notes."""

from dataclasses import replace
from datetime import date

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit
from tests.support.widgets import find
from tests.ui.calendar.conftest import CalendarDriver, november, wall

from postdesk.domain.day_notes import DayNote
from postdesk.store import clients

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
BLACK_FRIDAY = date(2026, 11, 27)


def line(planning: CalendarDriver, n: int = 0) -> QLineEdit:
    """Return a line of the editor."""
    fields = [each for each in planning.pane.findChildren(QLineEdit, f"calendar.note.text.{n}") if not each.isHidden()]
    return fields[-1]


def kept(planning: CalendarDriver, day: date = BLACK_FRIDAY) -> list[tuple[str, int | None]]:
    return [(note.text, note.client_id) for note in planning.session.day_notes.between(day, day, None)]


async def note(planning: CalendarDriver, text: str) -> None:
    """Write a new note on the day under the cursor, by keys."""
    planning.press(Qt.Key.Key_N, modifiers=SHIFT)
    QTest.keyClicks(line(planning), text)
    QTest.keyClick(line(planning), Qt.Key.Key_Return)
    await planning.until(lambda: text in [words for words, _ in kept(planning)])


async def test_a_note_is_written_by_key_and_shown_in_every_view(planning: CalendarDriver) -> None:
    client = planning.client()
    planning.post(client, november(27))
    planning.open(client)
    planning.stand_on(27)
    await note(planning, "Black Friday")
    assert kept(planning) == [("Black Friday", client.id)]
    await planning.until(lambda: "note: Black Friday, posts: 1" in planning.spoken(BLACK_FRIDAY))
    assert planning.pane.focusWidget() is planning.month
    for key in (Qt.Key.Key_W, Qt.Key.Key_D):
        planning.press(key)
        columns = (planning.week if planning.week.isVisible() else planning.day).cells
        heads = [
            str(columns.headerData(n, Qt.Orientation.Horizontal, Qt.ItemDataRole.AccessibleTextRole))
            for n in range(columns.columnCount())
        ]
        assert any("note: Black Friday" in words for words in heads)
    planning.press(Qt.Key.Key_A)
    planning.pane.go_to(BLACK_FRIDAY)
    lines = planning.agenda.lines
    shown = [lines.line(lines.index(n)) for n in range(lines.rowCount())]
    assert [type(each).__name__ for each in shown] == ["date", "DayNote", "Card"]


async def test_escape_leaves_a_note_as_it_was_and_no_words_remove_it(planning: CalendarDriver) -> None:
    client = planning.client()
    planning.open(client)
    planning.stand_on(27)
    await note(planning, "Black Friday")
    planning.press(Qt.Key.Key_N, modifiers=SHIFT)
    QTest.keyClicks(line(planning), " of doom")
    QTest.keyClick(line(planning), Qt.Key.Key_Escape)
    assert kept(planning) == [("Black Friday", client.id)]
    planning.press(Qt.Key.Key_N, modifiers=SHIFT)
    line(planning).clear()
    QTest.keyClick(line(planning), Qt.Key.Key_Return)
    await planning.until(lambda: planning.said("told.text") == "Note “Black Friday” removed.")
    assert kept(planning) == []
    planning.press(Qt.Key.Key_Z, modifiers=CTRL)
    await planning.until(lambda: kept(planning) == [("Black Friday", client.id)])


async def test_a_note_for_all_clients_is_in_each_calendar_and_one_for_a_client_in_its_own(planning: CalendarDriver) -> None:
    alex, bo = planning.client(), planning.client("Bo Lindqvist")
    planning.open()
    planning.stand_on(27)
    planning.press(Qt.Key.Key_N, modifiers=SHIFT)
    QTest.keyClicks(line(planning), "Launch")
    whose = [each for each in planning.pane.findChildren(QComboBox, "calendar.note.whose.0") if not each.isHidden()][-1]
    assert [whose.itemText(n) for n in range(whose.count())] == ["All clients", "Alex Morgan", "Bo Lindqvist"]
    whose.setCurrentIndex(2)
    QTest.keyClick(line(planning), Qt.Key.Key_Return)
    await planning.until(lambda: kept(planning) == [("Launch", bo.id)])
    planning.scope.show_client(alex.id)
    assert "Launch" not in planning.spoken(BLACK_FRIDAY)
    planning.scope.show_client(bo.id)
    assert "note: Launch" in planning.spoken(BLACK_FRIDAY)


async def test_a_note_of_an_archived_client_is_left_out_where_all_are_shown(planning: CalendarDriver) -> None:
    alex, bo = planning.client(), planning.client("Bo Lindqvist")
    for client in (alex, bo):
        planning.session.day_notes.save(DayNote(client.name, client.id, BLACK_FRIDAY, f"For {client.name}"))
    await planning.until(lambda: len(kept(planning)) == 2)
    planning.database.submit(lambda conn: clients.update(conn, replace(bo, archived=True))).result()
    planning.open()
    assert "note: For Alex Morgan, no posts" in planning.spoken(BLACK_FRIDAY)
    planning.scope.search("for")
    assert find(planning.pane, QAbstractButton, "calendar.notes_found.0").text().endswith("For Alex Morgan")
    assert planning.pane.findChild(QAbstractButton, "calendar.notes_found.1") is None
    planning.scope.show_client(bo.id)
    assert "note: For Bo Lindqvist, no posts" in planning.spoken(BLACK_FRIDAY)


async def test_a_click_on_a_note_opens_it_and_going_elsewhere_keeps_it(planning: CalendarDriver) -> None:
    client = planning.client()
    planning.open(client)
    planning.stand_on(27)
    await note(planning, "Black Friday")
    await planning.until(lambda: "note:" in planning.spoken(BLACK_FRIDAY))
    cell, places = planning.spot(wall(27), -1).rect, planning.month.places
    column = [cell.topLeft() + QPoint(40, y) for y in range(cell.height())]
    noted = [point for point in column if (at := places.under(point)) and at.noted]
    QTest.mouseClick(planning.month.viewport(), Qt.MouseButton.LeftButton, pos=noted[len(noted) // 2])
    assert line(planning).text() == "Black Friday"
    planning.pane.activateWindow()
    await planning.until(lambda: line(planning).hasFocus())
    QTest.keyClicks(line(planning), " 2026")
    planning.month.setFocus()
    await planning.until(lambda: kept(planning) == [("Black Friday 2026", client.id)])


async def test_who_goes_elsewhere_from_a_note_stays_there(planning: CalendarDriver) -> None:
    client = planning.client()
    pane = planning.open(client)
    elsewhere = QLineEdit(pane)
    elsewhere.show()
    planning.stand_on(27)
    planning.press(Qt.Key.Key_N, modifiers=SHIFT)
    pane.activateWindow()
    await planning.until(lambda: line(planning).hasFocus())
    QTest.keyClicks(line(planning), "Black Friday")
    elsewhere.setFocus()
    await planning.until(lambda: kept(planning) == [("Black Friday", client.id)])
    assert elsewhere.hasFocus()


async def test_the_search_finds_notes_and_leads_to_their_day(planning: CalendarDriver) -> None:
    client = planning.client()
    planning.open(client)
    planning.session.day_notes.save(DayNote("far", client.id, date(2027, 3, 1), "Spring launch"))
    await planning.until(lambda: kept(planning, date(2027, 3, 1)) != [])
    planning.scope.search("launch spr")
    button = find(planning.pane, QAbstractButton, "calendar.notes_found.0")
    assert button.text() == "Mon 1 Mar 2027 · Spring launch"
    button.click()
    assert planning.said("title") == "March 2027"
    planning.scope.search("")
    assert not button.isVisible()
    planning.scope.search("spring")
    planning.pane.go_to(date(2026, 11, 27))
    assert planning.pane.open_first_note()
    assert planning.said("title") == "March 2027"


async def test_the_menu_of_a_day_offers_a_note(planning: CalendarDriver) -> None:
    planning.open(planning.client())
    planning.stand_on(27)
    spot = planning.spot(wall(27), -1)
    planning.month.menu_requested.emit(None, spot.cell, spot.rect.center())
    action = planning.pane.findChildren(QAction, "calendar.menu.note")[-1]
    action.trigger()
    assert line(planning).isVisible()


async def test_in_the_agenda_the_cursor_stays_on_a_note_and_a_new_one_is_for_its_day(planning: CalendarDriver) -> None:
    client = planning.client()
    planning.post(client, november(25))
    planning.open(client)
    planning.stand_on(27)
    await note(planning, "Black Friday")
    planning.stand_on(24)
    planning.press(Qt.Key.Key_A)
    agenda = planning.agenda
    agenda.setCurrentIndex(agenda.lines.index(agenda.lines.rowCount() - 1))
    planning.session.changes.posts.emit()
    planning.post(client, november(26))
    await planning.until(lambda: agenda.lines.rowCount() == 6)
    assert agenda.currentIndex().row() == 5
    planning.press(Qt.Key.Key_N, modifiers=SHIFT)
    assert line(planning).text() == "Black Friday"


async def test_a_note_that_is_being_written_is_kept_as_the_window_ends(planning: CalendarDriver) -> None:
    client = planning.client()
    planning.open(client)
    planning.stand_on(27)
    planning.press(Qt.Key.Key_N, modifiers=SHIFT)
    QTest.keyClicks(line(planning), "Black Friday")
    planning.pane.hide()
    planning.pane.save()
    await planning.until(lambda: kept(planning) == [("Black Friday", client.id)])

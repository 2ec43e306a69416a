"""Weekly slots in the settings: set by mouse in the week, typed, copied, removed and restored."""

from collections.abc import AsyncIterator
from datetime import time, timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QListWidget
from tests.support.slots import slots_of
from tests.support.widgets import cut_off, find, rich_labels, unidentified
from tests.ui.composer.conftest import ComposerDriver
from tests.ui.composer.conftest import writing as writing  # noqa: PLC0414

from postdesk.domain.clients import Client
from postdesk.ui.settings.slot_fields import times_in
from postdesk.ui.settings.slots import SlotsPage

NINE = 9
EVERY_DAY, WORKDAYS = 8, 7


class SlotsDriver:
    """The page, shown for Ann, and the user's actions on it."""

    def __init__(self, writing: ComposerDriver, ann: Client, bob: Client) -> None:
        self.writing, self.ann, self.bob = writing, ann, bob
        self.page = SlotsPage(writing.session, writing.theme)
        self.page.resize(740, 900)
        self.page.show()

    def slots(self, client: Client) -> tuple[str, ...]:
        found = self.writing.session.slots.of(client.id)
        return tuple(f"{each.weekday} {each.at:%H:%M} {each.platform}".strip() for each in found)

    async def holds(self, *expected: str) -> None:
        await self.writing.until(lambda: self.slots(self.ann) == expected)

    def listed(self) -> list[str]:
        box = find(self.page, QListWidget, "settings.slots.list")
        return [box.item(row).text() for row in range(box.count())]

    def click_hour(self, hour: int, column: int) -> None:
        rect = self.page.week.visualRect(self.page.week.model().index(hour, column))
        QTest.mouseClick(self.page.week.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())

    def press(self, key: Qt.Key, hour: int, column: int) -> None:
        self.page.week.setCurrentIndex(self.page.week.model().index(hour, column))
        QTest.keyClick(self.page.week, key)

    def type(self, days: int, times: str, platform: int = 0) -> None:
        self.page.entry.days.setCurrentIndex(days)
        self.page.entry.platform_box.setCurrentIndex(platform)
        self.page.entry.times.setText(times)
        QTest.keyClick(self.page.entry.times, Qt.Key.Key_Return)

    def said(self, identifier: str) -> str:
        label = find(self.page, QLabel, f"settings.slots.{identifier}")
        return label.text() if label.isVisible() else ""


@pytest_asyncio.fixture
async def settings(writing: ComposerDriver, tmp_path: Path) -> AsyncIterator[SlotsDriver]:
    made = SlotsDriver(writing, await writing.client("Ann"), await writing.client("Bob"))
    yield made
    made.page.close()
    made.page.deleteLater()


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("9:00", (time(9),)),
        ("17h30, 9am; 0915", (time(9), time(9, 15), time(17, 30))),
        ("9:00, 9:00", (time(9),)),
        ("", None),
        (",", None),
        ("9:00, soon", None),
        ("tomorrow 9:00", None),
        ("25:00", None),
    ],
)
def test_times_are_typed_as_anywhere_else_several_with_commas(text: str, times: tuple[time, ...] | None) -> None:
    assert times_in(text) == times


async def test_a_click_in_the_week_adds_a_slot_at_that_hour(settings: SlotsDriver) -> None:
    settings.click_hour(NINE, 0)
    await settings.holds("1 09:00")
    assert settings.listed() == ["Mon 09:00, any platform"]
    settings.click_hour(NINE, 0)  # an existing slot stays
    assert settings.slots(settings.ann) == ("1 09:00",)


async def test_the_week_is_filled_and_emptied_by_keys(settings: SlotsDriver) -> None:
    settings.press(Qt.Key.Key_Return, NINE, 6)
    await settings.holds("7 09:00")
    settings.press(Qt.Key.Key_Space, NINE + 1, 1)
    await settings.holds("2 10:00", "7 09:00")
    settings.press(Qt.Key.Key_Delete, NINE, 6)
    await settings.holds("2 10:00")
    assert settings.said("notice.text") == "1 slot was removed."
    find(settings.page, QAbstractButton, "settings.slots.notice.action").click()
    await settings.holds("2 10:00", "7 09:00")


async def test_a_day_is_chosen_by_its_first_letters_also_where_it_is_chosen_already(settings: SlotsDriver) -> None:
    days = settings.page.entry.days
    for day in ("Mon", "Tue", "Wed", "Sun"):
        days.setCurrentIndex(days.findText(day))
        QTest.keyClicks(days, day)
        assert days.currentText() == day


async def test_slots_are_typed_for_several_days_and_a_platform(settings: SlotsDriver) -> None:
    settings.type(WORKDAYS, "9:00, 17h30", platform=1)
    await settings.holds(*(f"{day} {at} linkedin" for day in range(1, 6) for at in ("09:00", "17:30")))
    assert settings.page.entry.times.text() == ""
    assert settings.listed()[:2] == ["Mon 09:00, LinkedIn", "Mon 17:30, LinkedIn"]


async def test_what_is_no_time_is_said_and_stays(settings: SlotsDriver) -> None:
    settings.type(EVERY_DAY, "nine-ish")
    assert settings.said("amiss").startswith("Enter times like")
    assert settings.page.entry.times.text() == "nine-ish"
    QTest.keyClicks(settings.page.entry.times, "x")
    assert settings.said("amiss") == ""


async def test_several_are_removed_from_the_list_and_brought_back(settings: SlotsDriver) -> None:
    settings.writing.session.slots.add(slots_of(settings.ann.id, "1 09:00", "2 09:00", "3 09:00"))
    await settings.holds("1 09:00", "2 09:00", "3 09:00")
    settings.page.activateWindow()
    settings.page.list.setFocus()
    await settings.writing.until(settings.page.list.hasFocus)
    settings.page.list.item(0).setSelected(True)
    settings.page.list.item(2).setSelected(True)
    QTest.keyClick(settings.page.list, Qt.Key.Key_Delete)
    await settings.holds("2 09:00")
    assert settings.said("notice.text") == "2 slots were removed."
    find(settings.page, QAbstractButton, "settings.slots.notice.action").click()
    await settings.holds("1 09:00", "2 09:00", "3 09:00")


async def test_another_client_s_slots_are_copied_beside_one_s_own(settings: SlotsDriver) -> None:
    assert not settings.page.copy.isVisible()
    settings.writing.session.slots.add(slots_of(settings.ann.id, "1 09:00"))
    settings.writing.session.slots.add(slots_of(settings.bob.id, "1 09:00", "4 12:00 twitter"))
    await settings.writing.until(settings.page.copy.isVisible)
    assert settings.page.other.currentText() == "Bob"
    settings.page.copy.click()
    await settings.holds("1 09:00", "4 12:00 twitter")
    assert settings.slots(settings.bob) == ("1 09:00", "4 12:00 twitter")


async def test_an_hour_apart_is_proposed_and_off_at_first(settings: SlotsDriver) -> None:
    gap = settings.page.gap
    assert (gap.warn.isChecked(), gap.minutes.value(), gap.minutes.isEnabled()) == (False, 60, False)
    gap.warn.click()
    await settings.writing.until(lambda: _gap(settings) == timedelta(minutes=60))
    gap.minutes.setValue(90)
    await settings.writing.until(lambda: _gap(settings) == timedelta(minutes=90))
    settings.page.client.setCurrentIndex(1)
    assert not gap.warn.isChecked()
    settings.page.client.setCurrentIndex(0)
    assert (gap.warn.isChecked(), gap.minutes.value()) == (True, 90)
    gap.warn.click()
    await settings.writing.until(lambda: _gap(settings) == timedelta())


def _gap(settings: SlotsDriver) -> timedelta:
    client = settings.writing.session.clients.get(settings.ann.id)
    assert client
    return client.gap


async def test_the_page_is_for_everybody(settings: SlotsDriver) -> None:
    settings.writing.session.slots.add(slots_of(settings.ann.id, "1 09:00 instagram", "1 09:30"))
    await settings.writing.until(lambda: len(settings.listed()) == 2)
    assert unidentified(settings.page) == []
    assert rich_labels(settings.page) == []
    assert cut_off(settings.page) == []
    week = settings.page.week
    index = week.model().index(NINE, 0)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Mon 09:00, Instagram; Mon 09:30, any platform"
    assert week.model().index(3, 0).data(Qt.ItemDataRole.AccessibleTextRole) == "Mon 03:00, no slot"
    assert week.indexAt(QPoint(5, 5)).row() == 7


async def test_without_a_client_there_is_nothing_to_add_to(writing: ComposerDriver) -> None:
    page = SlotsPage(writing.session, writing.theme)
    assert not page.week.isEnabled()
    assert not page.entry.isEnabled()
    await writing.client("<b>Ann</b>")
    assert page.client.currentText() == "<b>Ann</b>"
    assert page.week.isEnabled()
    page.deleteLater()

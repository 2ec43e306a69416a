"""Practice mode's test tools: the clock and the faults."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QDateTime, QPoint, Qt, QTimer
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDateTimeEdit,
    QLabel,
    QPushButton,
    QSpinBox,
    QToolButton,
)
from pytestqt.qtbot import QtBot
from tests.support.factories import an_entry
from tests.support.navigator import RecordingNavigator
from tests.support.quiet_session import NOON
from tests.support.widgets import at_rest, cut_off, find, rich_labels, unidentified

from postdesk.domain.clock import Clock
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import Entry
from postdesk.domain.practice import ArmedFault, FaultKind, FaultOrder, FaultUse, Operation, PracticeState
from postdesk.engine.changes import Changes
from postdesk.engine.notices import Notice, NoticeKind
from postdesk.engine.practice import UpcomingEvent
from postdesk.ui.kit.theme import Theme
from postdesk.ui.practice_tools.pane import TestingPane as ToolsPlace
from postdesk.ui.text.faults import FAULT_WORDS, OPERATION_WORDS, event_word, fault_word, operation_word

HOSTILE = "<b>Ann</b> & <img src=x>"


class RecordingPractice:
    """Records the calls of the test tools."""

    def __init__(self) -> None:
        self.state: PracticeState | None = PracticeState(NOON, timedelta())
        self.leaving: tuple[Entry, ...] = ()
        self.asked: list[tuple[object, ...]] = []
        self.reloads = 0

    def coming(self) -> UpcomingEvent | None:
        happens = self.state.next_event_at if self.state else None
        return UpcomingEvent(happens, self.state.next_event) if self.state and happens else None

    def sending_now(self) -> tuple[Entry, ...]:
        return self.leaving

    def advance(self, span: timedelta) -> None:
        self.asked.append(("advance", span))

    def set_clock(self, moment: datetime) -> None:
        self.asked.append(("set", moment))

    def to_next(self) -> None:
        self.asked.append(("to_next",))

    def reset_clock(self) -> None:
        self.asked.append(("reset",))

    def arm(self, order: FaultOrder) -> None:
        self.asked.append(("arm", order))

    def disarm(self, fault_id: str) -> None:
        self.asked.append(("disarm", fault_id))

    def reload(self) -> None:
        self.reloads += 1

    def disarm_all(self) -> None:
        self.asked.append(("disarm_all",))


@pytest.fixture
def practice() -> RecordingPractice:
    return RecordingPractice()


class StandingClock(Clock):
    """A clock that stands at noon until it is moved."""

    def now(self) -> datetime:
        return NOON + self.offset


@pytest.fixture
def clock() -> Clock:
    return StandingClock()


@pytest.fixture
def changes(qapp: QApplication) -> Changes:
    return Changes()


@pytest.fixture
def tools(
    practice: RecordingPractice, changes: Changes, clock: Clock, theme: Theme, local_zone: ZoneInfo, qtbot: QtBot
) -> ToolsPlace:
    made = ToolsPlace(practice, changes, clock, RecordingNavigator(), theme, local_zone)  # type: ignore[arg-type]
    made.resize(1298, 640)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


def press(pane: ToolsPlace, identifier: str) -> None:
    find(pane, QPushButton, identifier).click()


def choose(pane: ToolsPlace, identifier: str, value: str) -> None:
    box = find(pane, QComboBox, identifier)
    box.setCurrentIndex(box.findData(value))


def text(pane: ToolsPlace, identifier: str) -> str:
    return find(pane, QLabel, identifier).text()


def place(pane: ToolsPlace, identifier: str) -> QPoint:
    QApplication.processEvents()
    return find(pane, QPushButton, identifier).mapTo(pane, QPoint())


def test_can_all_be_found(tools: ToolsPlace) -> None:
    assert unidentified(tools) == []
    assert rich_labels(tools) == []


def test_the_state_is_read_anew_whenever_the_place_is_shown(tools: ToolsPlace, practice: RecordingPractice) -> None:
    before = practice.reloads
    tools.hide()
    tools.show()
    assert practice.reloads == before + 1


def test_practice_mode_says_that_it_starts_or_that_it_could_not(
    tools: ToolsPlace, practice: RecordingPractice, changes: Changes
) -> None:
    practice.state = None
    changes.practice.emit()
    assert text(tools, "test_tools.now") == "Practice mode is starting…"
    changes.notice.emit(Notice(NoticeKind.PRACTICE_FAILED))
    assert text(tools, "test_tools.now") == "Practice mode couldn’t start. Nothing is lost. Start Postdesk again."
    practice.state = PracticeState(NOON, timedelta())
    changes.practice.emit()
    assert text(tools, "test_tools.now") == "Clock: Tue 24 Nov 2026 12:00:00"


def test_outside_of_practice_mode_it_leads_there(changes: Changes, theme: Theme, local_zone: ZoneInfo, qtbot: QtBot) -> None:
    navigator = RecordingNavigator()
    pane = ToolsPlace(None, changes, Clock(), navigator, theme, local_zone)
    qtbot.addWidget(pane)
    pane.show()
    assert unidentified(pane) == []
    press(pane, "test_tools.empty.action")
    assert navigator.asked == [("start_practice",)]


@pytest.mark.parametrize("width", [652, 1298])
def test_nothing_is_cut_off_in_a_small_window_nor_in_a_wide_one(tools: ToolsPlace, width: int, qtbot: QtBot) -> None:
    tools.resize(width, 430)
    qtbot.waitUntil(lambda: not cut_off(tools))
    assert tools.width() == width


def test_the_clock_moves(tools: ToolsPlace, practice: RecordingPractice, changes: Changes, clock: Clock) -> None:
    practice.state = PracticeState(NOON + timedelta(hours=3), timedelta(hours=3), NOON + timedelta(hours=4), HOSTILE)
    clock.move(timedelta(hours=3))
    changes.practice.emit()
    assert find(tools, QLabel, "test_tools.now").text() == "Clock: Tue 24 Nov 2026 15:00:00"
    assert find(tools, QLabel, "test_tools.next_event").text() == f"Next: {HOSTILE}, today 16:00"
    for name in ("hour", "day", "next", "reset"):
        press(tools, f"test_tools.clock.{name}")
    assert practice.asked == [("advance", timedelta(hours=1)), ("advance", timedelta(days=1)), ("to_next",), ("reset",)]


def test_the_clock_runs_while_it_is_seen_and_only_then(
    tools: ToolsPlace, practice: RecordingPractice, changes: Changes, clock: Clock, qtbot: QtBot
) -> None:
    practice.state = PracticeState(NOON, timedelta())
    changes.practice.emit()
    clock.offset += timedelta(seconds=1)
    qtbot.waitUntil(lambda: text(tools, "test_tools.now") == "Clock: Tue 24 Nov 2026 12:00:01")
    tools.hide()
    assert not any(timer.isActive() for timer in tools.findChildren(QTimer))
    clock.offset += timedelta(seconds=1)
    tools.show()
    assert text(tools, "test_tools.now") == "Clock: Tue 24 Nov 2026 12:00:02"


def test_what_is_being_sent_is_said_before_what_comes_next(
    tools: ToolsPlace, practice: RecordingPractice, changes: Changes
) -> None:
    practice.state = PracticeState(NOON, timedelta())
    practice.leaving = (an_entry(content=f"Hello\n{HOSTILE}"),)
    changes.posts.emit()
    assert text(tools, "test_tools.next_event") == f"Sending now: LinkedIn: Hello {HOSTILE}"
    practice.leaving *= 2
    changes.posts.emit()
    assert text(tools, "test_tools.next_event") == f"Sending 2 now, first LinkedIn: Hello {HOSTILE}"
    practice.leaving = ()
    changes.posts.emit()
    assert text(tools, "test_tools.next_event") == "No more events."


def test_the_clock_is_set_in_my_zone(tools: ToolsPlace, practice: RecordingPractice) -> None:
    find(tools, QDateTimeEdit, "test_tools.moment").setDateTime(
        QDateTime.fromString("2027-07-01T09:30:00", Qt.DateFormat.ISODate)
    )
    press(tools, "test_tools.clock.set")
    assert practice.asked == [("set", datetime(2027, 7, 1, 8, 30, tzinfo=UTC))]


def test_a_fault_is_armed_for_a_number_of_requests(tools: ToolsPlace, practice: RecordingPractice) -> None:
    choose(tools, "test_tools.fault", FaultKind.DROP_AFTER)
    choose(tools, "test_tools.operation", Operation.SCHEDULE)
    find(tools, QSpinBox, "test_tools.count").setValue(2)
    press(tools, "test_tools.arm")
    assert practice.asked == [("arm", FaultOrder(FaultKind.DROP_AFTER, Operation.SCHEDULE, 2))]


def test_a_delay_lasts_until_it_is_disarmed(tools: ToolsPlace, practice: RecordingPractice) -> None:
    choose(tools, "test_tools.fault", FaultKind.DELAY)
    find(tools, QSpinBox, "test_tools.delay").setValue(5)
    find(tools, QCheckBox, "test_tools.always").setChecked(True)
    press(tools, "test_tools.arm")
    assert practice.asked == [("arm", FaultOrder(FaultKind.DELAY, Operation.PUBLISH, None, delay=timedelta(seconds=5)))]


def test_one_platform_fails(tools: ToolsPlace, practice: RecordingPractice) -> None:
    choose(tools, "test_tools.fault", FaultKind.PLATFORM_FAILS)
    choose(tools, "test_tools.platform", Platform.THREADS)
    assert not find(tools, QComboBox, "test_tools.operation").isVisible()
    names = {label.text() for label in tools.findChildren(QLabel) if label.isVisible()}
    assert "Platform" in names
    assert "Requests" not in names
    press(tools, "test_tools.arm")
    assert practice.asked == [("arm", FaultOrder(FaultKind.PLATFORM_FAILS, platform="threads"))]


def test_a_fault_catches_publishing_and_none_of_the_requests_in_the_background(
    tools: ToolsPlace, practice: RecordingPractice
) -> None:
    assert text(tools, "test_tools.catches") == "Hits only the next request of this kind: publish now (once)."
    press(tools, "test_tools.arm")
    ((_, order),) = practice.asked
    assert isinstance(order, FaultOrder)
    assert (order.operation, order.count) == (Operation.PUBLISH, 1)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (FaultKind.ERROR_BEFORE, "Hits only the next request of this kind: publish now (2 times)."),
        (FaultKind.PLATFORM_FAILS, "Hits the next post to LinkedIn (2 times), now or when it is due."),
        (FaultKind.NEEDS_RECONNECT, "Hits the next LinkedIn account that is listed or posted to (2 times)."),
        (FaultKind.RESET_CONNECTION, "Hits the next connection (2 times), for any request."),
        (FaultKind.REFUSE_CONNECTION, "No request gets an answer for that long."),
    ],
)
def test_says_what_each_fault_catches(tools: ToolsPlace, kind: FaultKind, words: str) -> None:
    find(tools, QSpinBox, "test_tools.count").setValue(2)
    choose(tools, "test_tools.fault", kind)
    assert text(tools, "test_tools.catches") == words


def test_what_strikes_before_a_request_is_read_is_kept_to_no_kind_of_request(
    tools: ToolsPlace, practice: RecordingPractice
) -> None:
    choose(tools, "test_tools.fault", FaultKind.RESET_CONNECTION)
    press(tools, "test_tools.arm")
    assert practice.asked == [("arm", FaultOrder(FaultKind.RESET_CONNECTION, Operation.ANY, 1))]


def test_armed_faults_are_listed_and_disarmed(tools: ToolsPlace, practice: RecordingPractice, changes: Changes) -> None:
    used = FaultUse(NOON + timedelta(minutes=3), "publish", ("linkedin", "twitter"))
    faults = (
        ArmedFault("a", "drop_after", "publish", 1, 3, last=used),
        ArmedFault("b", "delay", "any", 0, 1, last=used),
        ArmedFault("c", "platform_fails", "any", None, 0, "threads"),
        ArmedFault("e", "refuse_connection", "any", None, 1, lasts=timedelta(seconds=10)),
        ArmedFault("d", HOSTILE, HOSTILE, 2, 0, HOSTILE),
    )
    practice.state = PracticeState(NOON, timedelta(), faults=faults)
    changes.practice.emit()
    assert text(tools, "test_tools.standing.a") == (
        "Armed, 1 left. Uses: 3, last at 12:03 by “publish now” (LinkedIn, X (Twitter))"
    )
    assert text(tools, "test_tools.standing.b") == "Used up: at 12:03 by “publish now” (LinkedIn, X (Twitter))"
    assert text(tools, "test_tools.standing.c") == "Armed, until disarmed"
    assert text(tools, "test_tools.standing.e") == "Armed, for 10 s"
    assert rich_labels(tools) == []
    find(tools, QToolButton, "test_tools.disarm.a").click()
    find(tools, QToolButton, "test_tools.disarm.b").click()
    press(tools, "test_tools.disarm_all")
    assert practice.asked == [("disarm", "a"), ("disarm", "b"), ("disarm_all",)]


def test_no_button_moves_while_texts_and_choices_change(
    tools: ToolsPlace, practice: RecordingPractice, changes: Changes, qtbot: QtBot
) -> None:
    practice.state = PracticeState(NOON, timedelta(), NOON + timedelta(hours=4), "post_due")
    changes.practice.emit()
    names = ("test_tools.arm", "test_tools.disarm_all", "test_tools.clock.hour", "test_tools.clock.set")
    before = at_rest(qtbot, lambda: [place(tools, name) for name in names])
    for kind in FaultKind:
        choose(tools, "test_tools.fault", kind)
        assert [place(tools, name) for name in names] == before, kind
    choose(tools, "test_tools.operation", Operation.ANY)
    practice.state = PracticeState(
        NOON, timedelta(), NOON + timedelta(hours=4), 40 * "a long word ", (ArmedFault("a", "x", "y", 1, 0),)
    )
    changes.practice.emit()
    assert at_rest(qtbot, lambda: [place(tools, name) for name in names]) == before


def test_what_happens_next_is_said_in_words_of_ours() -> None:
    assert [event_word(word) for word in ("", "post_due", "publish_finishes", "session_expires")] == [
        "this computer sends a post",
        "a locked post is due",
        "a slow account finishes publishing",
        "a connect link expires",
    ]


def test_every_fault_has_its_words() -> None:
    assert set(FAULT_WORDS) == set(FaultKind)
    assert len({fault_word(kind) for kind in FaultKind}) == len(FaultKind)
    assert set(OPERATION_WORDS) == {*Operation, "connection"}
    assert len({operation_word(operation) for operation in Operation}) == len(Operation)
    assert fault_word("never_seen") == "never_seen"

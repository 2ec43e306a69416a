"""The texts for moments."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QLocale
from tests.support.factories import NOON

from postdesk.domain.delivery import Hold
from postdesk.domain.media import MediaProblem
from postdesk.domain.samples import Sample
from postdesk.domain.storage import StorageFailure
from postdesk.engine.notices import Notice, NoticeKind
from postdesk.ui.composer.file_words import sample_words
from postdesk.ui.text.failures import error_words, storage_words
from postdesk.ui.text.file_problems import media_problem_words
from postdesk.ui.text.names import zone_word
from postdesk.ui.text.notices import notice_words
from postdesk.ui.text.states import hold_word
from postdesk.ui.text.times import exact_clock_text, recent_text, when_text

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def english() -> None:
    QLocale.setDefault(QLocale(QLocale.Language.English))


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (NOW, "today 13:00"),
        (NOW + timedelta(hours=11), "tomorrow 00:00"),
        (NOW - timedelta(days=1), "yesterday 13:00"),
        (NOW + timedelta(days=3), "Fri 13:00"),
        (NOW + timedelta(days=6), "Mon 13:00"),
        (NOW - timedelta(days=2), "Sun 22 Nov 13:00"),
        (NOW - timedelta(days=5), "Thu 19 Nov 13:00"),
        (NOW + timedelta(days=7), "Tue 1 Dec 13:00"),
        (NOW + timedelta(days=60), "Sat 23 Jan 2027 13:00"),
    ],
)
def test_a_moment_is_said_as_people_say_it(moment: datetime, text: str) -> None:
    assert when_text(moment, BERLIN, NOW) == text


def test_a_moment_of_today_is_its_time_of_day() -> None:
    assert recent_text(NOW, BERLIN, NOW) == "13:00"
    assert recent_text(NOW - timedelta(days=1), BERLIN, NOW) == "yesterday 13:00"


def test_a_time_that_comes_twice_says_which_one_it_is() -> None:
    london = ZoneInfo("Europe/London")
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)

    assert exact_clock_text(first, london) == "01:30 UTC+1"
    assert exact_clock_text(first + timedelta(hours=1), london) == "01:30 UTC"
    assert exact_clock_text(first + timedelta(hours=2), london) == "02:30"


def test_a_zone_is_its_city() -> None:
    assert zone_word("America/New_York") == "New York"
    assert zone_word("UTC") == "UTC"


@pytest.mark.parametrize("hold", Hold)
def test_every_hold_has_its_words(hold: Hold) -> None:
    assert hold_word(hold)


@pytest.mark.parametrize("problem", MediaProblem)
def test_every_flaw_of_a_file_is_said_with_what_to_do(problem: MediaProblem) -> None:
    what, _, to_do = media_problem_words(problem).partition(". ")
    assert what
    assert to_do


@pytest.mark.parametrize("sample", Sample)
def test_every_sample_has_its_words(sample: Sample) -> None:
    assert sample_words(sample)


@pytest.mark.parametrize("kind", NoticeKind)
def test_every_notice_has_its_words(kind: NoticeKind) -> None:
    details = {NoticeKind.MEDIA_HELD: MediaProblem.EXPIRED, NoticeKind.SERIES_MISSED: "3", NoticeKind.SERIES_DRAFTED: "3"}
    detail = details.get(kind, "<b>detail</b>")
    words = notice_words(Notice(kind, platform="twitter", detail=detail, said="No such thing", moment=NOON))
    assert words.text


def test_only_a_full_disk_or_a_closed_folder_is_said_to_be_one() -> None:
    said = {failure: storage_words(failure) for failure in StorageFailure}
    assert len(set(said.values())) == len(StorageFailure)
    room = {failure for failure, words in said.items() if "full" in words or "permissions" in words}
    assert room == {StorageFailure.FULL, StorageFailure.UNWRITABLE}
    notice = notice_words(Notice(NoticeKind.STORAGE_FAILED, detail=StorageFailure.BUSY))
    assert notice.text.endswith(storage_words(StorageFailure.BUSY))


def test_a_failed_act_says_what_it_means_and_what_the_service_said() -> None:
    from postdesk.api.errors import ErrorKind

    words = notice_words(Notice(NoticeKind.ACTION_FAILED, error=ErrorKind.RATE_LIMITED, said="Slow down"))
    assert words.text == f"{error_words('rate_limited')} Its answer: Slow down"
    assert all(error_words(kind) != error_words("") for kind in ErrorKind)

"""Reading of headers: no header of an answer makes a request fail or stops anything for long."""

from datetime import UTC, datetime

import httpx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.api.conftest import MakeClient
from tests.support.raw_server import RawServer, answers, http

from postdesk.api.errors import RateLimited
from postdesk.api.http_response import LONGEST_RETRY_AFTER, HttpResponse
from postdesk.domain.remote import OutgoingPost

ODD_DATES = (
    b"Fri, 31 Dec 9999 23:59:59 -0100",
    b"Sat, 01 Jan 0001 00:00:00 +0100",
    b"Fri, 01 Jan 99999 00:00:00 GMT",
    b"Fri, 01 Jan 10000 00:00:00 GMT",
    b"Sat, 28 Nov 2026 01:00:00 +9999",
    b"Sat, 28 Nov 2026 01:00:00 -99999999999999999999",
    b"Sat, 28 Nov 99999999999999999999 01:00:00 GMT",
    b"Sat, 99999999999999999999 Nov 2026 01:00:00 GMT",
    b"Sat, 28 Nov 2026 99999999999999999999:00:00 GMT",
    b"Sat, 28 Nov 2026 01:00:60 GMT",
    b"Sat, 28 Nov " + b"9" * 5000 + b" 01:00:00 GMT",
    b"\xff\xfe",
    b"",
)

_dates = st.builds(
    "{} {} {} {} {}:{} {}".format,
    st.sampled_from(["Sat,", "", "Saturday,"]),
    st.integers(),
    st.sampled_from(["Nov", "Xyz", "11", ""]),
    st.integers(),
    st.integers(),
    st.integers(),
    st.sampled_from(["GMT", "-0000", "+9999", "-99999999999", "EST", "", "²"]),
).map(lambda text: text.encode())
_numbers = st.integers().map(lambda number: str(number).encode())
_values = st.one_of(st.binary(max_size=60), _dates, _numbers, st.sampled_from(ODD_DATES))


@given(_values, _values)
@example(b"Sat, 28 Nov 2026 01:00:00 GMT", b"9" * 20)
def test_no_bytes_in_a_header_fail_or_ask_for_long(date: bytes, retry_after: bytes) -> None:
    is_total(date, retry_after)


@pytest.mark.parametrize("value", ODD_DATES)
def test_no_odd_date_does(value: bytes) -> None:
    is_total(value, value)


def is_total(date: bytes, retry_after: bytes) -> None:
    headers = dict(httpx.Headers([(b"Date", date), (b"Retry-After", retry_after)]))
    answer = HttpResponse(429, headers, b"")
    wait, server_time = answer.retry_after(), answer.server_time
    assert wait is None or 0 <= wait <= LONGEST_RETRY_AFTER
    assert server_time is None or (server_time.tzinfo is UTC and 2020 <= server_time.year < 2100)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("7", 7),
        ("0", 0),
        ("00000000000000000000007", 7),
        ("900", 900),
        ("86400", LONGEST_RETRY_AFTER),
        ("99999999999999999999", LONGEST_RETRY_AFTER),
        ("Sat, 28 Nov 2026 01:00:30 GMT", 30),
        ("Sat, 28 Nov 2026 00:00:00 GMT", 0),
        ("Sun, 29 Nov 2026 01:00:00 GMT", LONGEST_RETRY_AFTER),
        ("Fri, 31 Dec 9999 23:59:59 GMT", LONGEST_RETRY_AFTER),
        ("-5", None),
        ("1.5", None),
        ("soon", None),
        ("", None),
    ],
)
def test_how_long_an_answer_asks_to_wait(value: str, seconds: float | None) -> None:
    assert HttpResponse(429, {"date": "Sat, 28 Nov 2026 01:00:00 GMT", "retry-after": value}, b"").retry_after() == seconds


def test_a_clock_is_believed_in_the_years_that_clocks_show() -> None:
    told = datetime(2026, 11, 28, 1, tzinfo=UTC)
    assert HttpResponse(200, {"date": "Sat, 28 Nov 2026 01:00:00 GMT"}, b"").server_time == told
    assert HttpResponse(200, {"date": "Sat, 28 Nov 2026 01:00:00"}, b"").server_time == told
    assert HttpResponse(200, {"date": "Sat, 28 Nov 2026 02:00:00 +0100"}, b"").server_time == told
    assert HttpResponse(200, {"date": "Fri, 31 Dec 9999 23:59:59 GMT"}, b"").server_time is None
    assert HttpResponse(200, {"date": "Thu, 01 Jan 1970 00:00:00 GMT"}, b"").server_time is None


@pytest.mark.parametrize("date", [value for value in ODD_DATES if len(value) < 100])
async def test_a_post_that_was_taken_is_taken_whatever_the_date_says(make_client: MakeClient, date: bytes) -> None:
    body = b'{"id": "p1", "mode": "immediate", "status": "published"}'
    answer = http(201, body).replace(b"\r\n", b"\r\nDate: " + date + b"\r\nRetry-After: " + date + b"\r\n", 1)

    async def mark() -> None:
        pass

    async with RawServer(answers(answer)) as server:
        client = make_client(server.base_url, on_server_date=lambda moment: None)
        told = await client.publish(OutgoingPost("ann", "x", ("linkedin",)), mark=mark, cause="c")
    assert told.id == "p1"


async def test_who_asks_to_wait_for_a_day_is_asked_again_the_same_quarter_of_an_hour(make_client: MakeClient) -> None:
    async with RawServer(answers(http(429, b"", "Retry-After: 86400"))) as server:
        with pytest.raises(RateLimited) as raised:
            await make_client(server.base_url).get_post("p1", cause="c")
    assert raised.value.retry_after == LONGEST_RETRY_AFTER

"""The expiry of signed addresses."""

import base64
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postdesk.media.media_probe import expires_at

END = datetime(2026, 11, 25, 13, 0, tzinfo=UTC)
SECONDS = int(END.timestamp())


def policy(*ends: int) -> str:
    statements = [{"Resource": "*", "Condition": {"DateLessThan": {"AWS:EpochTime": end}}} for end in ends]
    return base64.b64encode(json.dumps({"Statement": statements}).encode()).decode().translate(str.maketrans("+=/", "-_~"))


@pytest.mark.parametrize(
    "query",
    [
        "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date=20261125T120000Z&X-Amz-Expires=3600&X-Amz-Signature=a",
        "x-amz-date=20261125T120000Z&x-amz-expires=3600",
        "X-Goog-Date=20261125T120000Z&X-Goog-Expires=3600&X-Goog-Signature=a",
        f"AWSAccessKeyId=a&Expires={SECONDS}&Signature=b",
        f"GoogleAccessId=a%40b&Expires={SECONDS}&Signature=b",
        f"Expires={SECONDS}&Signature=b&Key-Pair-Id=c",
        f"Policy={policy(SECONDS)}&Signature=b&Key-Pair-Id=c",
        f"Policy={policy(SECONDS + 60, SECONDS)}&Signature=b&Key-Pair-Id=c",
        "sv=2024-11-04&se=2026-11-25T13%3A00%3A00Z&sr=b&sp=r&sig=a",
        "se=2026-11-25T14:00:00%2B01:00&sig=a",
    ],
)
def test_a_signed_address_names_its_end(query: str) -> None:
    assert expires_at(f"https://files.example.org/a.jpg?{query}") == END


@pytest.mark.parametrize(
    "query",
    [
        "",
        f"Expires={SECONDS}",
        "X-Amz-Date=20261125T120000Z",
        "X-Amz-Date=today&X-Amz-Expires=3600",
        "X-Amz-Date=20261125T120000Z&X-Amz-Expires=soon",
        "X-Amz-Date=20261125T120000Z&X-Amz-Expires=99999999999999999",
        "Expires=99999999999999999999&Signature=b",
        "Policy=nonsense&Signature=b",
        f"Policy={base64.b64encode(b'[]').decode()}&Signature=b",
        "se=soon&sig=a",
        "se=2026-11-25",
    ],
)
def test_any_other_address_names_none(query: str) -> None:
    assert expires_at(f"https://files.example.org/a.jpg?{query}") is None


@given(st.text())
def test_no_address_makes_it_fail(text: str) -> None:
    expires_at(text)
    expires_at(f"https://example.com/?Policy={text}&Signature=1&se={text}&sig=1&Expires={text}")

"""The sample files that practice mode offers for posts."""

from datetime import UTC, datetime, timedelta
from urllib.parse import quote, urlsplit

import pytest
from PySide6.QtGui import QImage
from tests.sandbox.plain_client import PlainClient, Reply


def get(client: PlainClient, path: str, **headers: str) -> Reply:
    parts = urlsplit(client.base_url)
    return client.send("GET", f"http://{parts.netloc}/samples/{path}", headers=headers)


@pytest.mark.parametrize(
    ("name", "width", "height"), [("picture.jpg", 1080, 1350), ("cover.jpg", 1200, 630), ("large.png", 2000, 2000)]
)
def test_an_image_is_one(client: PlainClient, name: str, width: int, height: int) -> None:
    image = QImage.fromData(get(client, name).body)
    assert (image.width(), image.height()) == (width, height)


def test_the_picture_has_more_than_one_colour(client: PlainClient) -> None:
    image = QImage.fromData(get(client, "picture.jpg").body)
    corners = {image.pixelColor(x, y).name() for x in (4, 1075) for y in (4, 1345)}
    assert len(corners) == 4


def test_a_large_image_is_larger_than_most_platforms_take(client: PlainClient) -> None:
    assert len(get(client, "large.png").body) > 10 * 1024 * 1024


def test_a_span_of_the_video_can_be_asked_for(client: PlainClient) -> None:
    film = get(client, "video.mp4").body
    part = get(client, "video.mp4", Range="bytes=100-299")
    assert (part.status, part.body) == (206, film[100:300])
    assert part.headers["Content-Range"] == f"bytes 100-299/{len(film)}"
    assert get(client, "video.mp4", Range=f"bytes={len(film) - 10}-").body == film[-10:]
    assert get(client, "video.mp4", Range=f"bytes={len(film)}-").status == 416


def test_a_signed_address_works_until_its_end_by_the_sandbox_s_clock(client: PlainClient) -> None:
    end = quote((datetime.now(UTC) + timedelta(hours=1)).isoformat())
    assert get(client, f"signed.jpg?se={end}&sig=sample").status == 200
    client.advance(3700)
    assert get(client, f"signed.jpg?se={end}&sig=sample").status == 403
    assert get(client, "signed.jpg").status == 403


def test_a_post_with_a_sample_is_taken(ann: PlainClient) -> None:
    parts = urlsplit(ann.base_url)
    body = {"externalUserId": "ann", "content": "Hello", "platforms": ["linkedin"]}
    url = f"http://{parts.netloc}/samples/picture.jpg"
    assert ann.ask("POST", "/v1/posts", {**body, "mediaUrl": url}).status == 201
    assert url in ann.page("/feed/linkedin/ann").text


def test_a_page_is_a_page_and_what_is_no_sample_is_missing(client: PlainClient) -> None:
    assert get(client, "page").text.startswith("<!doctype html>")
    for path in ("missing.jpg", "", "../api/v1/posts", "a/picture.jpg"):
        assert get(client, path).status == 404, path

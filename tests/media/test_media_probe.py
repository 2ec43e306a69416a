"""The findings about a file at an address: for a right one, and for each way in which it can be wrong."""

import asyncio
import ssl
import struct
import zlib
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
import trustme
from tests.support.file_server import Exchange, FileServer, Send, endless, ranged, redirect, silence, status, whole
from tests.support.local_probe import HERE, NOW, PRIVATE, LocalProbe
from tests.support.waiting import until

from postdesk.domain.media import MediaFacts, MediaProblem, MediaType
from postdesk.media.fetch_policy import FetchPolicy
from postdesk.media.media_probe import MediaProbe
from postdesk.media.probe_limits import ProbeLimits
from postdesk.sandbox.samples import jpeg, mp4, noisy_png

JPEG = jpeg(1200, 630)
SMALL = ProbeLimits(connect_s=2, pause_s=1, total_s=2, image_bytes=100_000, video_bytes=400_000)


async def problem(looking: LocalProbe, url: str, limits: ProbeLimits | None = None) -> MediaProblem | None:
    seen = await looking.look(url, limits)
    assert (seen.media_check.facts is None) == (seen.media_check.problem is not None)
    assert seen.media_check.facts or seen.picture is None
    return seen.media_check.problem


@pytest.mark.parametrize("way", [whole, ranged])
async def test_an_image_is_known_and_has_a_small_picture(looking: LocalProbe, way: Callable[[bytes], Send]) -> None:
    url = looking.files.serves("/right.jpg", way(JPEG))
    seen = await looking.look(url)
    assert seen.media_check.facts == MediaFacts(MediaType.JPEG, len(JPEG), 1200, 630)
    assert (seen.media_check.url, seen.media_check.at, seen.media_check.expires_at) == (url, NOW, None)
    assert seen.picture
    assert (seen.picture.width(), seen.picture.height()) == (640, 336)


async def test_neither_the_name_nor_the_server_decides_what_it_is(looking: LocalProbe) -> None:
    url = looking.files.serves("/film.mp4", whole(JPEG, "Content-Type: video/mp4"))
    seen = await looking.look(url)
    assert seen.media_check.facts
    assert seen.media_check.facts.type is MediaType.JPEG


async def test_nothing_of_this_computer_is_told(looking: LocalProbe) -> None:
    way = whole(JPEG, "Set-Cookie: seen=1; Path=/")
    looking.files.serves("/one.jpg", way)
    url = looking.files.serves("/two.jpg", redirect("/one.jpg"))
    await looking.look(url)
    await looking.look(url)
    sent = {line.partition(":")[0].lower() for each in looking.files.asked for line in each.head.split("\r\n")[1:] if line}
    assert sent == {"host", "user-agent", "accept", "accept-encoding", "range", "connection"}
    assert {each.header("Host") for each in looking.files.asked} == {f"files.example.org:{looking.files.port}"}


@pytest.mark.parametrize("tables_first", [True, False])
async def test_a_video_is_known_by_parts_of_it(looking: LocalProbe, tables_first: bool) -> None:
    film = mp4(1280, 720, 60)
    film = film if tables_first else tables_last(film)
    seen = await looking.look(looking.files.serves("/film", ranged(film)))
    facts = seen.media_check.facts
    assert facts
    assert (facts.type, facts.size_bytes, facts.width, facts.height) == (MediaType.MP4, len(film), 1280, 720)
    assert (facts.seconds, facts.frames_per_second, facts.video_codec) == (60, 30, "h264")
    assert facts.bits_per_second == pytest.approx(len(film) * 8 / 60, rel=0.01)
    assert seen.picture is None


async def test_a_large_video_is_not_fetched_whole(looking: LocalProbe) -> None:
    film = tables_last(mp4(1280, 720, 600))
    sent = 0

    async def count(exchange: Exchange) -> None:
        nonlocal sent
        first, _, last = exchange.header("Range").removeprefix("bytes=").partition("-")
        if last:
            sent += int(last) - int(first) + 1
        await exchange.send_range(film)

    seen = await looking.look(looking.files.serves("/film", count))
    assert seen.media_check.facts
    assert seen.media_check.facts.seconds == 600
    assert sent < len(film) / 10


async def test_a_video_without_ranges_is_read_from_its_beginning(looking: LocalProbe) -> None:
    film = mp4(1280, 720, 30)
    seen = await looking.look(looking.files.serves("/film", whole(film)), SMALL)
    assert seen.media_check.facts
    assert (seen.media_check.facts.size_bytes, seen.media_check.facts.width, seen.media_check.facts.seconds) == (
        len(film),
        1280,
        30,
    )


async def test_of_a_video_that_can_t_be_read_so_far_its_size_is_known(looking: LocalProbe) -> None:
    film = tables_last(mp4(1280, 720, 30))
    seen = await looking.look(looking.files.serves("/film", whole(film)), SMALL)
    assert seen.media_check.facts == MediaFacts(MediaType.MP4, len(film))


async def test_an_image_that_is_too_large_to_read_is_known_by_its_beginning(looking: LocalProbe) -> None:
    png = noisy_png(400, 300)
    seen = await looking.look(looking.files.serves("/large.png", whole(png)), SMALL)
    assert seen.media_check.facts == MediaFacts(MediaType.PNG, len(png), 400, 300)
    assert seen.picture is None


@pytest.mark.parametrize(("brand", "item", "expected"), [(b"avif", b"av01", MediaType.AVIF), (b"heic", b"hvc1", MediaType.HEIC)])
async def test_an_image_that_qt_can_t_read_is_known_by_its_tables(
    looking: LocalProbe, brand: bytes, item: bytes, expected: MediaType
) -> None:
    image = pictured(brand, item, 4032, 3024)
    seen = await looking.look(looking.files.serves("/a.jpg", whole(image)))
    assert seen.media_check.facts == MediaFacts(expected, len(image), 4032, 3024)
    assert seen.picture is None


async def test_an_svg_is_called_one_and_never_drawn(looking: LocalProbe) -> None:
    svg = b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"><image href="http://127.0.0.1/secret"/></svg>'
    seen = await looking.look(looking.files.serves("/logo.png", whole(svg)))
    assert seen.media_check.facts == MediaFacts(MediaType.SVG, len(svg))
    assert seen.picture is None


@pytest.mark.parametrize(
    "page", [b"<!DOCTYPE html><title>Share</title>", b"\n\n <html><body><svg></svg>", b"\xef\xbb\xbf<!-- hi --><HTML lang=en>"]
)
async def test_a_page_about_a_file_is_no_file(looking: LocalProbe, page: bytes) -> None:
    assert (
        await problem(looking, looking.files.serves("/photo.jpg", whole(page, "Content-Type: image/jpeg")))
        is MediaProblem.WEB_PAGE
    )


@pytest.mark.parametrize("body", [b'{"url": ""}', b"%PDF-1.7\n", b"PK\x03\x04", b"BM, a word", bytes(5000)])
async def test_what_is_neither_image_nor_video_is_of_an_unknown_type(looking: LocalProbe, body: bytes) -> None:
    assert await problem(looking, looking.files.serves("/x.jpg", whole(body))) is MediaProblem.UNKNOWN_TYPE


@pytest.mark.parametrize(
    ("number", "words", "expected"),
    [
        (401, b"", MediaProblem.NOT_ALLOWED),
        (403, b"<Code>AccessDenied</Code>", MediaProblem.NOT_ALLOWED),
        (403, b"<Code>AccessDenied</Code><Message>Request has expired</Message>", MediaProblem.EXPIRED),
        (403, b"Signature not valid in the specified time frame", MediaProblem.EXPIRED),
        (404, b"", MediaProblem.NOT_THERE),
        (410, b"", MediaProblem.NOT_THERE),
        (416, b"", MediaProblem.DAMAGED),
        (429, b"", MediaProblem.REFUSED),
        (503, b"", MediaProblem.REFUSED),
        (204, b"", MediaProblem.REFUSED),
    ],
)
async def test_what_the_server_answers_is_understood(
    looking: LocalProbe, number: int, words: bytes, expected: MediaProblem
) -> None:
    assert await problem(looking, looking.files.serves("/x.jpg", status(number, words))) is expected


async def test_a_redirect_is_followed_to_the_file(looking: LocalProbe) -> None:
    looking.files.serves("/right.jpg", whole(JPEG))
    url = looking.files.serves("/short", redirect(looking.files.url("/right.jpg", "elsewhere.example.org")))
    seen = await looking.look(url)
    assert seen.media_check.facts
    assert seen.media_check.url == url
    assert looking.looked_up == ["files.example.org", "elsewhere.example.org"]


async def test_a_redirect_to_a_private_address_is_not_followed(looking: LocalProbe) -> None:
    looking.names["intranet.example.org"] = (PRIVATE,)
    url = looking.files.serves("/short", redirect(looking.files.url("/right.jpg", "intranet.example.org")))
    assert await problem(looking, url) is MediaProblem.NOT_PUBLIC
    assert len(looking.files.asked) == 1


@pytest.mark.parametrize(
    "to", ["http://files.example.org/a.jpg", "ftp://files.example.org/a", "file:///etc/passwd", "//[::1", "https://a@b.example/"]
)
async def test_a_redirect_to_no_https_address_is_not_followed_and_told_as_one(looking: LocalProbe, to: str) -> None:
    assert await problem(looking, looking.files.serves("/short", redirect(to))) is MediaProblem.BAD_REDIRECT
    assert len(looking.files.asked) == 1


async def test_a_redirect_that_leads_in_a_circle_is_given_up(looking: LocalProbe) -> None:
    assert await problem(looking, looking.files.serves("/round", redirect("/round"))) is MediaProblem.TOO_MANY_REDIRECTS
    assert len(looking.files.asked) == ProbeLimits().redirects + 1


async def test_a_redirect_without_a_place_is_a_refusal(looking: LocalProbe) -> None:
    assert await problem(looking, looking.files.serves("/x", status(302))) is MediaProblem.REFUSED


@pytest.mark.parametrize("addresses", [(PRIVATE,), (HERE, PRIVATE)])
async def test_a_host_of_which_one_address_is_private_is_not_asked(looking: LocalProbe, addresses: tuple[str, ...]) -> None:
    looking.names["files.example.org"] = addresses
    assert await problem(looking, looking.files.serves("/right.jpg", whole(JPEG))) is MediaProblem.NOT_PUBLIC
    assert not looking.files.asked


async def test_a_name_that_leads_elsewhere_a_moment_later_is_looked_up_once(looking: LocalProbe) -> None:
    """The connection goes to the address that was checked, even if the name leads to another one afterwards."""
    answers = iter([(HERE,)])

    async def resolve(host: str, port: int) -> tuple[str, ...]:
        looking.looked_up.append(host)
        return next(answers, (PRIVATE,))

    looking.resolve = resolve  # type: ignore[method-assign]
    seen = await looking.look(looking.files.serves("/right.jpg", ranged(JPEG)))
    assert seen.media_check.facts
    assert looking.looked_up == ["files.example.org"]


async def test_a_name_that_leads_elsewhere_at_the_next_hop_is_checked_anew(looking: LocalProbe) -> None:
    answers = iter([(HERE,)])

    async def resolve(host: str, port: int) -> tuple[str, ...]:
        return next(answers, (PRIVATE,))

    looking.resolve = resolve  # type: ignore[method-assign]
    looking.files.serves("/right.jpg", whole(JPEG))
    assert await problem(looking, looking.files.serves("/short", redirect("/right.jpg"))) is MediaProblem.NOT_PUBLIC


async def test_the_next_address_is_tried_where_one_does_not_answer(looking: LocalProbe) -> None:
    looking.names["files.example.org"] = ("127.0.0.2", HERE)
    looking_at_both = looking.files.serves("/right.jpg", whole(JPEG))
    policy = FetchPolicy(looking.tls, "", looking.resolve, lambda address: address.startswith("127."))
    seen = await MediaProbe(policy, SMALL).probe(looking_at_both, NOW)
    assert seen.media_check.facts


async def test_a_certificate_for_another_name_is_not_trusted(looking: LocalProbe) -> None:
    looking.files.serves("/right.jpg", whole(JPEG))
    assert await problem(looking, looking.files.url("/right.jpg", "other.example.org")) is MediaProblem.NOT_TRUSTED
    assert not looking.files.asked


async def test_a_certificate_of_an_unknown_authority_is_not_trusted(looking: LocalProbe) -> None:
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("files.example.org").configure_cert(server)
    async with FileServer(server) as files:
        assert await problem(looking, files.serves("/right.jpg", whole(JPEG))) is MediaProblem.NOT_TRUSTED


async def test_a_host_that_is_not_there_is_unreachable(looking: LocalProbe) -> None:
    async with FileServer(ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)) as gone:
        url = gone.url("/right.jpg")
    assert await problem(looking, url) is MediaProblem.UNREACHABLE
    looking.names["files.example.org"] = ()
    assert await problem(looking, url) is MediaProblem.UNREACHABLE


async def test_an_endless_stream_is_cut_off(looking: LocalProbe) -> None:
    assert await problem(looking, looking.files.serves("/a.jpg", endless(JPEG)), SMALL) is MediaProblem.ENDLESS
    assert await problem(looking, looking.files.serves("/a.mp4", endless(mp4(64, 64, 1))), SMALL) is MediaProblem.ENDLESS


async def test_a_server_that_says_nothing_is_slow(looking: LocalProbe) -> None:
    assert await problem(looking, looking.files.serves("/a.jpg", silence), SMALL) is MediaProblem.SLOW


async def test_a_server_that_drips_is_slow(looking: LocalProbe) -> None:
    started = asyncio.get_running_loop().time()
    assert await problem(looking, looking.files.serves("/a.jpg", endless(JPEG, 0.05)), SMALL) is MediaProblem.SLOW
    assert asyncio.get_running_loop().time() - started < 2 * SMALL.total_s


async def test_less_than_was_told_is_damaged(looking: LocalProbe) -> None:
    url = looking.files.serves("/a.jpg", lambda exchange: exchange.send(200, JPEG, length=2 * len(JPEG)))
    assert await problem(looking, url) is MediaProblem.DAMAGED


@pytest.mark.parametrize("length", [len(JPEG) // 2, 200, 0])
async def test_an_image_that_is_cut_off_is_damaged(looking: LocalProbe, length: int) -> None:
    url = looking.files.serves("/a.jpg", lambda exchange: exchange.send(200, JPEG[:length]))
    assert await problem(looking, url) is MediaProblem.DAMAGED


@pytest.mark.qt_log_ignore("libpng|PNG")
async def test_a_png_that_is_cut_off_is_damaged(looking: LocalProbe) -> None:
    png = noisy_png(100, 100)
    assert await problem(looking, looking.files.serves("/a.png", whole(png[:9000]))) is MediaProblem.DAMAGED


async def test_a_small_file_of_too_many_pixels_is_not_decoded(looking: LocalProbe) -> None:
    assert await problem(looking, looking.files.serves("/a.png", whole(bomb(60_000, 60_000)))) is MediaProblem.TOO_MANY_PIXELS


async def test_a_large_image_is_known_but_not_decoded(looking: LocalProbe) -> None:
    seen = await looking.look(looking.files.serves("/a.png", whole(bomb(9000, 9000))))
    assert seen.media_check.facts
    assert (seen.media_check.facts.pixels, seen.picture) == (81_000_000, None)


async def test_a_signed_address_that_is_over_is_not_asked_for(looking: LocalProbe) -> None:
    url = looking.files.serves("/a.jpg", whole(JPEG)) + "?X-Amz-Date=20261125T110000Z&X-Amz-Expires=600&X-Amz-Signature=1"
    seen = await looking.look(url)
    assert (seen.media_check.problem, seen.media_check.expires_at) == (
        MediaProblem.EXPIRED,
        datetime(2026, 11, 25, 11, 10, tzinfo=UTC),
    )
    assert not looking.files.asked


async def test_a_signed_address_tells_until_when_it_works(looking: LocalProbe) -> None:
    url = looking.files.serves("/a.jpg", whole(JPEG)) + "?X-Amz-Date=20261125T110000Z&X-Amz-Expires=86400&X-Amz-Signature=1"
    seen = await looking.look(url)
    assert seen.media_check.facts
    assert seen.media_check.expires_at == datetime(2026, 11, 26, 11, 0, tzinfo=UTC)


async def test_a_look_that_is_given_up_ends_the_connection(looking: LocalProbe) -> None:
    url = looking.files.serves("/a.jpg", silence)
    task = asyncio.ensure_future(looking.look(url))
    await until(lambda: looking.files.asked)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


def tables_last(film: bytes) -> bytes:
    """Return the film with its tables after its frames, whose offsets they then give wrongly: the probe does not check them."""
    brands = int.from_bytes(film[:4])
    tables = int.from_bytes(film[brands : brands + 4])
    return film[:brands] + film[brands + tables :] + film[brands : brands + tables]


def bomb(width: int, height: int) -> bytes:
    """Return a PNG of black pixels, a thousandth as large as they are."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    pressed = zlib.compressobj(1)
    rows = b"".join(pressed.compress(bytes(width + 1)) for _ in range(min(height, 500))) + pressed.flush()
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def pictured(brand: bytes, item: bytes, width: int, height: int) -> bytes:
    """Return the tables of an AVIF or HEIC (ISO 23008-12) of that size, without its picture."""

    def box(name: bytes, *bodies: bytes) -> bytes:
        body = b"".join(bodies)
        return struct.pack(">I", len(body) + 8) + name + body

    size = box(b"ispe", struct.pack(">III", 0, width, height))
    kept = box(b"iprp", box(b"ipco", size), box(b"ipma", struct.pack(">IIHBB", 0, 1, 1, 1, 1)))
    named = box(b"iinf", struct.pack(">IH", 0, 1), box(b"infe", struct.pack(">IHH", 2 << 24, 1, 0), item, b"\0"))
    place = box(b"iloc", struct.pack(">IHHHHHII", 0, 0x4400, 1, 1, 0, 1, 0, 10))
    meta = (box(b"hdlr", bytes(8), b"pict", bytes(13)), box(b"pitm", struct.pack(">IH", 0, 1)), place, named, kept)
    return box(b"ftyp", brand, bytes(4), b"mif1", brand) + box(b"meta", bytes(4), *meta) + box(b"mdat", bytes(64))

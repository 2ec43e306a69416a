"""A service with many posts in a process of its own: `python -m tests.support.listing_service KIND POSTS [OPTION…]`.

KIND is `echoing`, whose list repeats texts, times and results, or `bare`, which lists as the API text shows: id, mode, status and
end user. With the option `ignores-dates` it lists all posts at each request, with `slow` its lists take their time. It prints
its base URL. `GET /api/stats` returns the number of its requests.
"""

import json
import subprocess
import sys
import time
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit
from urllib.request import urlopen

from tests.support.processes import ended

CLIENTS: Final = 5
_BACK, _AHEAD = timedelta(days=730), timedelta(days=300)
_SLOW_PIECE, _PAUSE_S = 1 << 15, 0.02
_PLATFORMS: Final = ("linkedin", "twitter", "facebook", "threads")


@dataclass(frozen=True)
class ListingService:
    """A running service."""

    base_url: str

    def stats(self) -> dict[str, int]:
        """Return the number of its requests: of lists, of single posts, and of others."""
        with urlopen(f"{self.base_url}/stats", timeout=10) as answer:
            found: dict[str, int] = json.load(answer)
        return found


@contextmanager
def listing_service(kind: str, posts: int, *options: str) -> Iterator[ListingService]:
    """Run the service as long as the context lasts."""
    command = [sys.executable, "-m", "tests.support.listing_service", kind, str(posts), *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    with process.stdout, ended(process):
        yield ListingService(process.stdout.readline().strip())


class _Posts:
    """The posts in the order of their times, encoded."""

    def __init__(self, kind: str, count: int) -> None:
        start = datetime.now(UTC) - _BACK
        step = (_BACK + _AHEAD) / count
        self.times = [_wire(start + number * step) for number in range(count)]
        whole = [_post(number, at) for number, at in enumerate(self.times)]
        self.single = {post["id"]: json.dumps(_as_in_the_text(post) if kind == "bare" else post) for post in whole}
        listed = (_as_in_the_text(post) if kind == "bare" else post for post in whole)
        self.lines = [json.dumps({key: value for key, value in post.items() if kind == "echoing" or key != "platformResults"})
                      for post in listed]  # fmt: skip

    def listed(self, first: str, last: str) -> bytes:
        wanted = self.lines[bisect_left(self.times, first) : bisect_right(self.times, last)]
        return ("[" + ",".join(reversed(wanted)) + "]").encode()


def _post(number: int, at: str) -> dict[str, Any]:
    past = at < _wire(datetime.now(UTC))
    status = "scheduled" if not past else "failed" if number % 97 == 0 else "published"
    platforms = [_PLATFORMS[number % 4], _PLATFORMS[(number + 1) % 4]]
    results = [{"platform": each, "status": status, "externalId": f"urn:{each}:{number}"} for each in platforms]
    return {
        "id": f"{number:08d}-91b0-4f6e-9df4-7f5c2a6a1d10",
        "mode": "scheduled" if number % 2 or not past else "immediate",
        "status": status,
        "externalUserId": f"client-{number % CLIENTS}",
        "scheduleAt": at,
        "createdAt": at if past else _wire(datetime.now(UTC)),
        "content": f"Post {number}: new sizes, the same flour, and a queue around the corner by nine. #smallbusiness",
        "platforms": platforms,
        "platformResults": results if past else [],
    }


def _as_in_the_text(post: dict[str, Any]) -> dict[str, Any]:
    return {name: post[name] for name in ("id", "mode", "status", "externalUserId", "platformResults")}


def _wire(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _handler(posts: _Posts, options: Sequence[str]) -> type[BaseHTTPRequestHandler]:
    stats = {"lists": 0, "posts": 0, "others": 0}

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1

        def do_GET(self) -> None:
            path, query = urlsplit(self.path).path.removeprefix("/api"), parse_qs(urlsplit(self.path).query)
            match path.split("/")[1:]:
                case ["stats"]:
                    self._answer(json.dumps(stats).encode())
                case ["v1", "posts"]:
                    stats["lists"] += 1
                    first, last = query.get("dateFrom", [""])[0], query.get("dateTo", ["9"])[0]
                    self._answer(posts.listed("", "9") if "ignores-dates" in options else posts.listed(first, last))
                case ["v1", "posts", post_id]:
                    stats["posts"] += 1
                    self._answer(posts.single[post_id].encode())
                case _:
                    stats["others"] += 1
                    self._answer(b"[]" if path.endswith("connections") else b"{}")

        def _answer(self, body: bytes) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            piece = _SLOW_PIECE if "slow" in options else len(body)
            for at in range(0, len(body), piece or 1):
                try:
                    self.wfile.write(body[at : at + piece])
                    self.wfile.flush()
                except OSError:  # the other side was killed
                    return
                time.sleep(_PAUSE_S if "slow" in options else 0)

        def log_message(self, *_: object) -> None:
            pass

    return Handler


class _Server(ThreadingHTTPServer):
    request_queue_size = 50

    def handle_error(self, *_: object) -> None:
        """Ignore a connection that the other side ended in the middle."""


def main() -> None:
    kind, count, *options = sys.argv[1:]
    server = _Server(("127.0.0.1", 0), _handler(_Posts(kind, int(count)), options))
    print(f"http://127.0.0.1:{server.server_port}/api", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()

"""Command that runs the sandbox on its own: `python -m postdesk.sandbox`.

The first and only line of output, written once it listens, is one JSON object:

    {"sandbox": 1, "base_url": …, "control_url": …, "feed_url": …}

With `--key-stdin` the API key is the first line of standard input, and the sandbox ends when standard input closes, so that it
never outlives the app that started it. Otherwise a new key is made and printed in that object as `api_key`: it gives access to
invented data on this computer only, and a tester needs it for curl. The key is stored nowhere.

SIGINT and SIGTERM end it. Exit status 2 means that it could not start; the reason is on standard error.
"""

import argparse
import json
import os
import secrets
import signal
import sqlite3
import sys
import threading
from pathlib import Path
from typing import TextIO

from postdesk.sandbox.runner import Sandbox


def main() -> int:
    arguments = _arguments()
    os.umask(0o077)  # its files are for this user alone
    over = threading.Event()
    try:
        key = _key_from(sys.stdin) if arguments.key_stdin else secrets.token_urlsafe(24)
        sandbox = Sandbox(key, arguments.state, arguments.port, arguments.redirect_uri)
    except (OSError, ValueError, OverflowError, sqlite3.Error) as problem:
        print(f"The sandbox could not start: {problem}", file=sys.stderr)
        return 2
    _end_on_signals(over)
    if arguments.key_stdin:
        threading.Thread(target=_end_with, args=(sys.stdin, over), daemon=True).start()
    _announce(sandbox, None if arguments.key_stdin else key)
    over.wait()
    sandbox.stop()
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        "python -m postdesk.sandbox", description="The MyPostShare API on this computer, for practice."
    )
    parser.add_argument("--state", type=Path, metavar="DIR", help="keep the state in this folder (default: in memory)")
    parser.add_argument("--port", type=int, default=0, metavar="N", help="the API's port (default: the one of last time, or any)")
    parser.add_argument("--key-stdin", action="store_true", help="read the API key from standard input, and end when that closes")
    parser.add_argument("--redirect-uri", action="append", default=[], metavar="URI", help="allowlist this redirect URI too")
    return parser.parse_args()


def _key_from(stream: TextIO) -> str:
    """Return the key in the first line. Raises ValueError, without the key, for a key that no header can carry."""
    key = stream.readline().strip()
    if not key or not key.isascii() or not key.isprintable() or " " in key:
        raise ValueError("the first line of standard input is no API key")
    return key


def _end_with(stream: TextIO, over: threading.Event) -> None:
    while stream.readline():
        pass
    over.set()


def _end_on_signals(over: threading.Event) -> None:
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: over.set())


def _announce(sandbox: Sandbox, key: str | None) -> None:
    urls = {"base_url": sandbox.base_url, "control_url": sandbox.control_url, "feed_url": sandbox.feed_url}
    print(json.dumps({"sandbox": 1, **urls, **({"api_key": key} if key else {})}), flush=True)


if __name__ == "__main__":
    sys.exit(main())

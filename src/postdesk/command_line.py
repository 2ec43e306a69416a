"""The command line, and the one secret that may come from the environment."""

import argparse
import os
from collections.abc import Sequence
from dataclasses import field
from pathlib import Path
from typing import Final

from postdesk import __version__
from postdesk.api.errors import BadBaseUrl
from postdesk.domain.lazy_dataclass import dataclass

TOURS: Final = ("main-job", "composer", "everyday")
"""The tours, each a file in `resources/tours`; the first is that of `--tour` alone."""

_KEY_VARIABLE = "POSTDESK_API_KEY"


@dataclass(frozen=True, slots=True)
class Options:
    """The parsed options. `profile` is None for the usual folder; `key` is for this run only and never stored."""

    profile: Path | None = None
    sandbox: bool = False
    api_url: str = ""
    tour: Path | None = None
    tour_of: str = TOURS[0]
    background: bool = False
    key: str = field(default="", repr=False)


def parse(arguments: Sequence[str]) -> Options:
    """Parse the arguments. Exits with a message where they are wrong, and after `--version` and `--help`."""
    parser = argparse.ArgumentParser(
        prog="postdesk", description="Compose, plan and publish social posts through the MyPostShare API."
    )
    parser.add_argument("--profile", type=Path, metavar="DIR", help="keep everything in DIR instead of the usual folder")
    parser.add_argument("--sandbox", action="store_true", help="start in practice mode, without the first-run choice")
    parser.add_argument(
        "--api-url",
        type=_address,
        metavar="URL",
        help=f"use the MyPostShare account at URL; its key may be given in the environment as {_KEY_VARIABLE}",
    )
    parser.add_argument(
        "--tour", type=Path, metavar="DIR", help="walk through the app in practice mode and save pictures of it in DIR"
    )
    parser.add_argument("--tour-of", choices=TOURS, default=TOURS[0], help="what the tour shows (%(default)s)")
    parser.add_argument("--background", action="store_true", help="start in the tray, or minimised where the desktop has none")
    parser.add_argument("--version", action="version", version=f"Postdesk {__version__}")
    found = parser.parse_args(arguments)
    # Removed from the environment, so that no process started from here inherits it.
    key = os.environ.pop(_KEY_VARIABLE, "").strip()
    return Options(found.profile, found.sandbox, found.api_url or "", found.tour, found.tour_of, found.background, key)


def _address(text: str) -> str:
    from postdesk.api.addresses import parse_base_url

    try:
        parse_base_url(text)
    except BadBaseUrl:
        raise argparse.ArgumentTypeError("it has to be like https://host/path; plain http is for this computer itself") from None
    return text

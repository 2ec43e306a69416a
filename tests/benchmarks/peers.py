"""Other programs, started beside Postdesk where one asks for them and has installed them."""

import shutil
import sys
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Peer:
    """A program, its Debian package, and what it is started with; `{home}` is a folder for its files."""

    program: str
    package: str
    arguments: tuple[str, ...] = ()

    def command(self, home: str) -> list[str]:
        """Return its command; exit with the line that installs it where it is missing."""
        if not (found := shutil.which(self.program)):
            sys.exit(f"{self.program} is not installed here: apt-get install {self.package}")
        return [found, *(each.format(home=home) for each in self.arguments)]


PEERS: Final = {
    "chromium": Peer(
        "chromium",
        "chromium",
        # Without its sandbox it also starts as root; as software draws here, too, it need not look for a graphics card.
        (
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            "--no-default-browser-check",
            "--password-store=basic",
            "--user-data-dir={home}",
            "about:blank",
        ),
    ),
    "tuba": Peer("tuba", "tuba"),
    "vorta": Peer("vorta", "vorta"),
}

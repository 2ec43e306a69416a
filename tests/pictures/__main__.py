"""Pictures of each place of the window, of the composer, its sheet and the popovers, with 90 posts of six clients.

    python -m tests.pictures FOLDER [WIDTHxHEIGHT[@SCALE]] [light|dark] [--text SHARE] [--empty]

The screen has that size in pixels (1366x768 if none is given) and that scale ("1920x1080@1.5"); the window fills it. The text of
the desktop has its usual size, or that share of it (1.5). With `--empty` there are no clients and no posts. `all.png` has all
pictures on one sheet. What the window does not have is named, and the exit status is 1 then.
"""

import argparse
import asyncio
import json
import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from postdesk.domain.settings import Appearance

if TYPE_CHECKING:
    from PySide6.QtGui import QImage


@dataclass(frozen=True)
class Screen:
    """The size of a screen in pixels, and its scale."""

    width: int
    height: int
    scale: float = 1.0

    @classmethod
    def read(cls, text: str) -> "Screen":
        """Read "1920x1080@1.5". Raises ValueError."""
        size, _, scale = text.partition("@")
        width, height = size.split("x")
        return cls(int(width), int(height), float(scale or 1))

    @property
    def size(self) -> tuple[int, int]:
        """Its width and height in logical pixels."""
        return int(self.width / self.scale), int(self.height / self.scale)

    def describe(self, file: Path, text: float) -> str:
        """Write the file that Qt's offscreen platform reads; return the name of the platform with it. `text`: a share."""
        screen = {"name": "pictures", "x": 0, "y": 0, "width": self.width, "height": self.height}
        dots = round(96 * text)
        density = {"logicalDpi": dots, "logicalBaseDpi": dots, "dpr": 1}
        file.write_text(json.dumps({"windowFrameMargins": False, "screens": [screen | density]}), encoding="utf-8")
        return f"offscreen:configfile={file}"


async def _take(folder: Path, profile: Path, screen: Screen, appearance: Appearance, *, empty: bool) -> int:
    from tests.pictures.contact_sheet import contact_sheet
    from tests.pictures.views import empty_views, views
    from tests.support.sample_window import sample_window

    taken, missing = list["QImage"](), list[str]()
    async with sample_window(profile, screen.size, appearance, filled=not empty) as used:
        async for name, picture in empty_views() if empty else views(used):
            if picture is None:
                missing.append(name)
            else:
                picture.save(str(folder / f"{name}.png"))
                taken.append(picture)
            print(name, "–" if picture is None else "ok", flush=True)
    contact_sheet(taken).save(str(folder / "all.png"))
    if missing:
        print("The window does not have:", ", ".join(missing), file=sys.stderr)
    return int(bool(missing))


def main() -> int:
    """Take the pictures; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.pictures", description="Take pictures of each place of the window.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("screen", type=Screen.read, nargs="?", default=Screen(1366, 768), metavar="WIDTHxHEIGHT[@SCALE]")
    parser.add_argument("appearance", nargs="?", default="light", choices=("light", "dark"))
    parser.add_argument("--text", type=float, default=1.0, metavar="SHARE")
    parser.add_argument("--empty", action="store_true")
    found = parser.parse_args()
    found.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        platform = found.screen.describe(Path(folder) / "screen.json", found.text)
        os.environ |= {"QT_QPA_PLATFORM": platform, "QT_SCALE_FACTOR": str(found.screen.scale)}
        os.environ |= {"PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}
        from tests.support.qt_loop import qt_loop

        with asyncio.Runner(loop_factory=qt_loop) as runner:
            appearance, profile = Appearance(found.appearance), Path(folder) / "profile"
            return runner.run(_take(found.folder, profile, found.screen, appearance, empty=found.empty))


if __name__ == "__main__":
    sys.exit(main())

"""Take the pictures of README.md and docs/guide.md, of the window with sample posts and of the tour, into docs/pictures.

PYTHONPATH=src:. python packaging/pictures.py
"""

import os
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

ROOT: Final = Path(__file__).resolve().parent.parent
OF_PLACES: Final = {
    "composer": "calendar-and-composer",
    "popover": "a-post-in-full",
    "results": "results-by-day",
    "sheet": "the-composer-as-a-sheet",
}
"""The names of pictures by their names in `tests.pictures`."""
OF_TOUR: Final = (
    "first-run",
    "linkedin-is-allowed-in-the-browser",
    "locked-in",
    "a-week-with-its-free-slots",
    "a-proof-sheet-for-the-client",
    "the-window-in-dark",
)
SCREEN: Final = "1440x900"
COLOURS: Final = 256
SHADE: Final = 0xFFE0E0E0
LARGEST: Final = 150_000


def main() -> int:
    """Take the pictures; return the exit status."""
    with tempfile.TemporaryDirectory() as places, tempfile.TemporaryDirectory() as tour:
        commands = ("tests.pictures", places, SCREEN), ("postdesk", "--tour", tour)
        for command in commands:
            ran = subprocess.run([sys.executable, "-m", *command], check=False, env=_without_screen(), cwd=ROOT)
            if ran.returncode:
                return ran.returncode
        for name, kept in OF_PLACES.items():
            _keep(Path(places) / f"{name}.png", kept)
        for name in OF_TOUR:
            _keep(next(Path(tour).glob(f"[0-9][0-9]-{name}.png")), name)
    return 0


def _keep(picture: Path, name: str) -> None:
    """Save the picture under that name, with few colours."""
    kept = ROOT / "docs" / "pictures" / f"{name}.png"
    kept.parent.mkdir(parents=True, exist_ok=True)
    _small(QImage(str(picture))).save(str(kept), quality=0)
    if kept.stat().st_size > LARGEST:
        sys.exit(f"{kept.name} is larger than {LARGEST} bytes")


def _without_screen() -> dict[str, str]:
    """Return the environment without a screen: the pictures are the same on every desktop."""
    return {name: value for name, value in os.environ.items() if name not in {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}}


def _small(picture: QImage) -> QImage:
    """Return the picture with a palette of few colours: the most used ones, and the most used one of each hue and shade."""
    plain = picture.convertToFormat(QImage.Format.Format_RGB32)  # its memory is freed with it
    counted = Counter(memoryview(plain.constBits()).cast("I"))
    shades = Counter[int]()
    used_most: dict[int, int] = {}
    for colour, count in counted.most_common():
        shades[colour & SHADE] += count
        used_most.setdefault(colour & SHADE, colour)
    exact = [colour for colour, _ in counted.most_common(COLOURS // 2)]
    of_shades = [used_most[shade] for shade, _ in shades.most_common(COLOURS // 2)]
    return plain.convertToFormat(QImage.Format.Format_Indexed8, exact + of_shades, Qt.ImageConversionFlag.AvoidDither)


if __name__ == "__main__":
    sys.exit(main())

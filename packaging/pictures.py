"""Take the pictures of README.md and docs/guide.md: run the tour and copy some of its pictures to docs/pictures.

PYTHONPATH=src python packaging/pictures.py
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
CHOSEN: Final = (
    "first-run",
    "linkedin-is-allowed-in-the-browser",
    "locked-in",
    "did-this-go-out",
    "a-week-with-its-free-slots",
    "a-proof-sheet-for-the-client",
    "the-window-in-dark",
)
COLOURS: Final = 256
SHADE: Final = 0xFFE0E0E0
LARGEST: Final = 150_000


def main() -> int:
    """Take the pictures; return the exit status."""
    target = ROOT / "docs" / "pictures"
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "postdesk", "--tour", folder]
        if status := subprocess.run(command, check=False, env=_without_screen()).returncode:
            return status
        target.mkdir(parents=True, exist_ok=True)
        for name in CHOSEN:
            taken = next(Path(folder).glob(f"[0-9][0-9]-{name}.png"))
            kept = target / f"{name}.png"
            _small(QImage(str(taken))).save(str(kept), quality=0)
            if kept.stat().st_size > LARGEST:
                sys.exit(f"{kept.name} is larger than {LARGEST} bytes")
    return 0


def _without_screen() -> dict[str, str]:
    """Return the environment without a screen: the pictures are the same on every desktop."""
    return {name: value for name, value in os.environ.items() if name not in {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}}


def _small(picture: QImage) -> QImage:
    """Return the picture with a palette of few colours: the most used ones, and the most used one of each hue and shade."""
    pixels = memoryview(picture.convertToFormat(QImage.Format.Format_RGB32).constBits()).cast("I")
    counted = Counter(pixels)
    shades = Counter[int]()
    used_most: dict[int, int] = {}
    for colour, count in counted.most_common():
        shades[colour & SHADE] += count
        used_most.setdefault(colour & SHADE, colour)
    exact = [colour for colour, _ in counted.most_common(COLOURS // 2)]
    of_shades = [used_most[shade] for shade, _ in shades.most_common(COLOURS // 2)]
    return picture.convertToFormat(QImage.Format.Format_Indexed8, exact + of_shades, Qt.ImageConversionFlag.AvoidDither)


if __name__ == "__main__":
    sys.exit(main())

"""Runs a scenario: does each step, waits for its expected result, and takes a picture of it."""

import asyncio
import contextlib
from pathlib import Path
from typing import Final

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QWidget

from postdesk.tour.actions import run_action
from postdesk.tour.browser import TourBrowser
from postdesk.tour.finder import shown_windows
from postdesk.tour.script import Script, Step, StepMismatch

_LINE: Final = "#8A909C"


def take_picture() -> QImage:
    """Return a picture of all windows in view, dialogs and menus over the main one. Raises StepMismatch where there is none."""
    windows = shown_windows()
    if not windows:
        raise StepMismatch("no window is open")
    windows.reverse()
    windows.sort(key=lambda window: window.parentWidget() is not None)
    area = _place(windows[0])
    for window in windows[1:]:
        area = area.united(_place(window))
    return _painted(windows, area)


def save_picture(picture: QImage, file: Path) -> None:
    """Save as PNG. Raises StepMismatch where it can't be written."""
    if not picture.convertToFormat(QImage.Format.Format_RGB888).save(str(file)):
        raise StepMismatch(f"the picture {file.name} can't be written")


def _place(window: QWidget) -> QRect:
    return QRect(window.mapToGlobal(QPoint()), window.size())


def _painted(windows: list[QWidget], area: QRect) -> QImage:
    """Paint the windows; each one over the main window gets a thin line around it, in the place of the desktop's frame."""
    ratio = windows[0].devicePixelRatioF()
    image = QImage(area.size() * ratio, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor(_LINE))
    painter = QPainter(image)
    for number, window in enumerate(windows):
        place = _place(window).translated(-area.topLeft())
        if number:
            painter.fillRect(place.adjusted(-1, -1, 1, 1), QColor(_LINE))
        painter.drawPixmap(place.topLeft(), window.grab())
    painter.end()
    return image


_MOST_TAKES: Final = 20
_PAUSE_S: Final = 0.05
_PAUSE_BEFORE_STEP_S: Final = 0.6
"""Seconds to pause before each step: a button that has just moved ignores clicks."""


class Tour:
    """One run through a scenario, with its pictures in `folder`: "07-publish-now.png"."""

    def __init__(self, script: Script, folder: Path, browser: TourBrowser) -> None:
        self._script, self._folder, self._browser = script, folder, browser

    async def run(self) -> bool:
        """Run all steps, or up to the first that fails. Return True where all passed."""
        print(self._script.title, flush=True)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            print(f"No pictures can be kept in {self._folder}: {error.strerror}", flush=True)
            return False
        for number, step in enumerate(self._script.steps, start=1):
            print(f"{number:02} {step.name} … ", end="", flush=True)
            try:
                await self._go(step, f"{number:02}-{step.slug}")
            except StepMismatch as unlike:
                print(f"not as it should be: {unlike}", flush=True)
                return False
            print("ok", flush=True)
        return True

    async def _go(self, step: Step, name: str) -> None:
        await asyncio.sleep(_PAUSE_BEFORE_STEP_S)
        try:
            for action in step.actions:
                await run_action(action, self._browser)
        except StepMismatch:
            with contextlib.suppress(StepMismatch):  # the first failure is the one to report
                save_picture(take_picture(), self._folder / f"{name}-failed.png")
            raise
        save_picture(await _calm_picture(), self._folder / f"{name}.png")


async def _calm_picture() -> QImage:
    """Return a picture once two in a row are the same, or else the last: layouts and texts may still be changing."""
    before = take_picture()
    for _ in range(_MOST_TAKES):
        await asyncio.sleep(_PAUSE_S)
        now = take_picture()
        if now == before:
            break
        before = now
    return before

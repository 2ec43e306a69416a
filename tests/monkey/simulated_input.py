"""The mouse, the keyboard and the windows of a screen, used as by a person: the X server sends each event."""

import subprocess
from dataclasses import dataclass
from typing import Final

from tests.support.desktop import Desktop

_PATIENCE_S: Final = 20
Point = tuple[int, int]


@dataclass(frozen=True)
class UserInput:
    """The input devices of one screen."""

    screen: Desktop

    def click(self, at: Point, button: int = 1, times: int = 1) -> None:
        """Press a mouse button at a point."""
        self._do("mousemove", *_words(at), "click", "--repeat", str(times), "--delay", "30", str(button))

    def drag(self, start: Point, end: Point) -> None:
        """Drag from one point to another: a little at first, so that it counts as a drag."""
        middle = ((start[0] + end[0]) // 2, (start[1] + end[1]) // 2)
        nudge = ("mousemove_relative", "--", "12", "6")
        self._do("mousemove", *_words(start), "mousedown", "1", *nudge, "sleep", "0.03", "mousemove", *_words(middle))
        self._do("mousemove", *_words(end), "sleep", "0.03", "mouseup", "1")

    def wheel(self, at: Point, clicks: int) -> None:
        """Turn the wheel at a point: up where `clicks` is more than 0."""
        self._do("mousemove", *_words(at), "click", "--repeat", str(abs(clicks)), "--delay", "5", "4" if clicks > 0 else "5")

    def keys(self, *keys: str) -> None:
        """Press keys, or keys together ("ctrl+n"), one after the other."""
        self._do("key", "--delay", "8", *keys)

    def type(self, text: str) -> None:
        """Type a text."""
        self._do("type", "--delay", "3", "--", text)

    def resize(self, size: Point) -> None:
        """Resize the window in front."""
        self._do("getactivewindow", "windowsize", *_words(size))

    def stay_on_one_desktop(self) -> None:
        """Keep the wheel from switching desktops: turned beside the windows, it would lead to one without windows."""
        self._do("set_num_desktops", "1")

    def let_go(self) -> None:
        """Release all buttons and keys."""
        self._do("mouseup", "1", "mouseup", "3", "keyup", "ctrl", "keyup", "shift", "keyup", "alt")

    def _do(self, *words: str) -> None:
        # A window may have closed by now: an action on it that fails does no harm.
        subprocess.run(
            ["xdotool", *words],
            env=self.screen.environment,
            check=False,
            timeout=_PATIENCE_S,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )


def _words(numbers: Point) -> tuple[str, str]:
    return str(numbers[0]), str(numbers[1])

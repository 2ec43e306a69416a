"""What the engine needs of the layers that it does not import, and of the desktop: built by the app, and passed in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl

if TYPE_CHECKING:
    from postdesk.api.listener import Listener
    from postdesk.api.sandbox_control import SandboxControl


@dataclass(frozen=True, slots=True)
class Surroundings:
    """`open_url`: the system's browser, and whether it could be started. `safe_connect_url`: of api/connect_url.

    `listener`: makes an api/listener for ports and what a hit calls. `sandbox_control`: connects to a control URL with a key,
    called in a thread.
    """

    open_url: Callable[[QUrl], bool]
    safe_connect_url: Callable[[str, str], str]
    listener: "Callable[[Sequence[int], Callable[[], None]], Listener]"
    sandbox_control: "Callable[[str, str], SandboxControl]"

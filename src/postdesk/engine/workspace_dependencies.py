"""The dependencies of a workspace session on what it does not import."""

from collections.abc import Callable, Sequence
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl

from postdesk.domain.lazy_dataclass import dataclass
from postdesk.engine.media_checks import MakeProbe
from postdesk.store.keys import KeyStore

if TYPE_CHECKING:
    from postdesk.api.redirect_listener import RedirectListener
    from postdesk.api.sandbox_control import SandboxControl


@dataclass(frozen=True, slots=True)
class WorkspaceDependencies:
    """The dependencies of a session on the desktop and on layers that it does not import; given by the application.

    `open_url` starts the system's browser; `safe_url(text, base_url)` returns a connect URL that may be opened, or raises
    ValueError; `listen(ports, on_hit)` makes the loopback listener; `control(url, key)` makes the client of the sandbox's test
    tools (called in a thread); `resources` is the folder of the data files; `make_probe` makes the probe of media addresses,
    which are not checked without it; `secrets` holds those of the upload targets.
    """

    open_url: Callable[[QUrl], bool]
    safe_url: Callable[[str, str], str]
    listen: "Callable[[Sequence[int], Callable[[], None]], RedirectListener]"
    control: "Callable[[str, str], SandboxControl]"
    resources: Path
    make_probe: MakeProbe | None = None
    secrets: KeyStore = field(default_factory=lambda: KeyStore("uploads"))

"""The API, media and desktop services of a workspace session; the HTTP library is imported on first use."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl

import postdesk.media.pictures  # noqa: F401  # its classes of Qt's must not come to be in the threads that look at pictures
from postdesk.engine.desk import Outside
from postdesk.store.keys import KeyStore

if TYPE_CHECKING:
    from postdesk.api.listener import Listener
    from postdesk.api.sandbox_control import SandboxControl
    from postdesk.media.eye import Eye


def outside_of(open_url: Callable[[QUrl], bool], resources: Path, secrets: KeyStore) -> Outside:
    """Return the dependencies of a workspace session; `open_url` starts the system's browser."""
    return Outside(open_url, _safe_url, _listen, _control, resources, _make_eye, secrets)


def _safe_url(text: str, base_url: str) -> str:
    from postdesk.api.addresses import safe_connect_url

    return safe_connect_url(text, base_url)


def _listen(ports: Sequence[int], on_hit: Callable[[], None]) -> "Listener":
    from postdesk.api.listener import Listener

    return Listener(ports, on_hit)


def _control(url: str, key: str) -> "SandboxControl":
    from postdesk.api.sandbox_control import SandboxControl

    return SandboxControl(url, key)


def _make_eye(ca_file: str, own: str) -> "Eye":
    from postdesk.media.eye import Eye
    from postdesk.media.reach import Reach, tls_context

    return Eye(Reach(tls_context(ca_file), own))

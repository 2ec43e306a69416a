"""The API, media and desktop services of a workspace session; the HTTP library is imported on first use."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl

import postdesk.media.pictures  # noqa: F401  # here, in the GUI thread: no other thread may create its Qt classes
from postdesk.engine.workspace_dependencies import WorkspaceDependencies
from postdesk.store import settings, unbound_secrets
from postdesk.store.database import Database
from postdesk.store.keys import KeyStore
from postdesk.store.unbound_secrets import SecretOwnerKind

if TYPE_CHECKING:
    from postdesk.api.client import ApiClient
    from postdesk.api.redirect_listener import RedirectListener
    from postdesk.api.sandbox_control import SandboxControl
    from postdesk.media.media_probe import MediaProbe


def dependencies_of(open_url: Callable[[QUrl], bool], resources: Path, secrets: KeyStore) -> WorkspaceDependencies:
    """Return the dependencies of a workspace session; `open_url` starts the system's browser."""
    return WorkspaceDependencies(open_url, _safe_url, _listen, _control, resources, _make_probe, secrets)


def key_store(database: Database, name: str, owner_kind: SecretOwnerKind) -> KeyStore:
    """Return the keys of that name, of which some may not be bound to an origin yet."""

    def bound(owner: int) -> None:
        database.submit(partial(unbound_secrets.mark_bound, owner_kind=owner_kind, owner=owner))

    return KeyStore(name, unbound=unbound_secrets.origins(database.reader, owner_kind), bound=bound)


def client_for_trial(database: Database, base_url: str, key: str) -> "ApiClient":
    """Return a client that only tries the address and the key."""
    from postdesk.api.client import ApiClient

    # This runs in a thread, where the reader's connection cannot be used.
    known = database.submit(settings.load).result()
    return ApiClient(base_url, key, proxy=known.proxy, ca_file=known.ca_file)


def _safe_url(text: str, base_url: str) -> str:
    from postdesk.api.addresses import safe_connect_url

    return safe_connect_url(text, base_url)


def _listen(ports: Sequence[int], on_hit: Callable[[], None]) -> "RedirectListener":
    from postdesk.api.redirect_listener import RedirectListener

    return RedirectListener(ports, on_hit)


def _control(url: str, key: str) -> "SandboxControl":
    from postdesk.api.sandbox_control import SandboxControl

    return SandboxControl(url, key)


def _make_probe(ca_file: str, own: str) -> "MediaProbe":
    from postdesk.media.fetch_policy import FetchPolicy, tls_context
    from postdesk.media.media_probe import MediaProbe

    return MediaProbe(FetchPolicy(tls_context(ca_file), own))

"""The service's responses as received, read leniently.

Documented fields only; unknown ones stay in the `raw` text of the domain values. A field that is missing, null or of another
type than documented counts as empty and never spoils the rest: a detail must not lose the response to a POST.
"""

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict
from pydantic.alias_generators import to_camel

from postdesk.api.error_text import error_explanation
from postdesk.domain.remote import EndUser, EndUserSummary, PlatformResult, RemoteConnection, RemotePost, RemoteSession
from postdesk.domain.times import parse_wire_time


def _text(value: object) -> str:
    """Return a string as it is, a number as its digits, anything else as empty; no lone surrogates, which no file can hold."""
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-8", "replace").decode()
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def _count(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def _object(value: object) -> object:
    return value if isinstance(value, dict) else {}


def _objects(value: object) -> object:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _strings(value: object) -> object:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


_Text = Annotated[str, BeforeValidator(_text)]
_Count = Annotated[int, BeforeValidator(_count)]
_Fields = Annotated[dict[str, object], BeforeValidator(_object)]
_Texts = Annotated[list[_Text], BeforeValidator(_strings)]


class _Wire(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel)


class WireEndUser(_Wire):
    """An end user, as "Create or upsert end user" returns it."""

    external_user_id: _Text = ""
    display_name: _Text = ""
    email: _Text = ""
    metadata: _Fields = {}

    def to_domain(self, raw: str) -> EndUser:
        """Return the end user, with those of its metadata that are texts."""
        metadata = tuple((_text(name), _text(value)) for name, value in self.metadata.items() if isinstance(value, str))
        return EndUser(self.external_user_id, self.display_name, self.email, metadata, raw)


class _WireSummary(_Wire):
    total: _Count = 0
    connected: _Count = 0
    failed: _Count = 0


class WireEndUserSummary(WireEndUser):
    """An end user with its connection summary, as "Get end user" returns it."""

    connection_summary: Annotated[_WireSummary, BeforeValidator(_object)] = _WireSummary()

    def to_summary(self, raw: str) -> EndUserSummary:
        """Return the end user and the number of its connections."""
        counts = self.connection_summary
        return EndUserSummary(self.to_domain(raw), counts.total, counts.connected, counts.failed)


class WireConnection(_Wire):
    """One row of "List end user connections"."""

    id: _Text = ""
    platform: _Text = ""
    status: _Text = ""
    remote_account_id: _Text = ""
    remote_username: _Text = ""
    account_type: _Text = ""

    def to_domain(self, raw: str) -> RemoteConnection:
        """Return the connection."""
        account = (self.remote_account_id, self.remote_username, self.account_type)
        return RemoteConnection(self.id, self.platform, self.status, *account, raw=raw)


class WireSession(_Wire):
    """A connect session, as created or read."""

    id: _Text = ""
    status: _Text = ""
    platform: _Text = ""
    connect_url: _Text = ""
    external_user_id: _Text = ""
    error_code: _Text = ""

    def to_domain(self, raw: str) -> RemoteSession:
        """Return the connect session."""
        return RemoteSession(self.id, self.status, self.platform, self.connect_url, self.external_user_id, self.error_code, raw)


class _WirePlatformResult(_Wire):
    model_config = ConfigDict(extra="allow")

    platform: _Text = ""
    status: _Text = ""
    external_id: _Text = ""

    def to_domain(self) -> PlatformResult:
        return PlatformResult(self.platform, self.status, self.external_id, error_explanation(self.model_extra or {}))


class WirePost(_Wire):
    """A post request, as publishing, scheduling and both GETs return it; none of its echoed fields is promised (gap G6)."""

    id: _Text = ""
    mode: _Text = ""
    status: _Text = ""
    external_user_id: _Text = ""
    schedule_at: _Text = ""
    platform_results: Annotated[list[_WirePlatformResult], BeforeValidator(_objects)] = []
    platforms: _Texts = []
    content: _Text = ""
    metadata: _Fields = {}
    created_at: _Text = ""

    def to_domain(self, raw: str) -> RemotePost:
        """Return the post request."""
        return RemotePost(
            id=self.id,
            mode=self.mode,
            status=self.status,
            external_user_id=self.external_user_id,
            schedule_at=self.schedule_at,
            results=tuple(result.to_domain() for result in self.platform_results),
            platforms=tuple(self.platforms),
            token=_text(self.metadata.get("clientToken")),
            content=self.content,
            created_at=parse_wire_time(self.created_at),
            raw=raw,
        )

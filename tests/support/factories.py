"""Values for the tests of rules: a client, an account, an entry, a draft, with defaults for all other fields."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from postdesk.domain.clients import Client, Connection, LockIn, LockInRule
from postdesk.domain.delivery import State
from postdesk.domain.drafts import Draft, Variant
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import Entry, SendMode

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def a_client(rule: LockInRule = LockInRule.DAY_BEFORE, hours: int = 24, **more: Any) -> Client:
    fields: dict[str, Any] = {"id": 1, "workspace_id": 1, "external_user_id": "ann", "name": "Ann", "colour": "#3454d1"}
    return Client(**fields | {"zone": "Europe/Berlin", "lock_in": LockIn(rule, hours)} | more)


def an_account(platform: Platform, account_id: str = "", client_id: int = 1, status: str = "connected") -> Connection:
    return Connection(client_id, platform, status, account_id or f"account-{platform}", f"name of {platform}")


def an_entry(**fields: Any) -> Entry:
    usual: dict[str, Any] = {
        "id": 1,
        "post_id": 1,
        "client_id": 1,
        "platforms": (Platform.LINKEDIN,),
        "state": State.PLANNED,
        "mode": SendMode.IMMEDIATE,
        "due_at": NOON,
        "content": "Hello",
    }
    return Entry(**usual | fields)


def a_draft(*platforms: Platform, **fields: Any) -> Draft:
    usual: dict[str, Any] = {"id": "draft-1", "client_id": 1, "text": "Hello", "due_at": NOON, "updated_at": NOON}
    return Draft(platforms=platforms or (Platform.LINKEDIN,), **usual | fields)


_WORDS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12).filter(str.strip)
_LINKS = st.sampled_from(("", "https://example.com/a.jpg", "https://example.com/b.mp4", " https://example.com/c.png "))
_TIMES = st.sampled_from([NOON + timedelta(hours=hours) for hours in (0, 1, 30)])
_VARIANT = st.builds(
    Variant,
    st.sampled_from(Platform),
    st.none() | _WORDS,
    st.none() | st.just("") | _WORDS,
    st.none() | _LINKS,
    st.none() | _LINKS,
    st.none() | _TIMES,
)


def any_draft() -> st.SearchStrategy[Draft]:
    """Return a strategy of drafts with every field, for some platforms, and with variants of any others too."""
    variants = st.lists(_VARIANT.filter(lambda own: not own.plain), max_size=4, unique_by=lambda own: own.platform).map(tuple)
    platforms = st.sets(st.sampled_from(Platform), min_size=1).map(lambda some: tuple(each for each in Platform if each in some))
    return st.builds(
        lambda platforms, **fields: a_draft(*platforms, **fields),
        platforms,
        text=_WORDS,
        title=st.just("") | _WORDS,
        media_url=_LINKS,
        thumbnail_url=_LINKS,
        variants=variants,
        due_at=_TIMES,
    )

"""The outgoing text of a draft is the shown one: links tagged for each platform, all else as it is written."""

from dataclasses import replace
from datetime import UTC, datetime

from tests.support.factories import a_client, a_draft

from postdesk.domain.clients import Client
from postdesk.domain.drafts import Content, Draft, Variant
from postdesk.domain.outgoing import has_taggable_links, outgoing_draft, tagged_content
from postdesk.domain.platforms import Platform
from postdesk.domain.utm import Tags, TagSettings

LINKEDIN, X = Platform.LINKEDIN, Platform.TWITTER
TEXT = "Look: https://shop.example/tea"
LATE = datetime(2026, 11, 25, 23, 30, tzinfo=UTC)


def client(**changes: object) -> Client:
    tagging = TagSettings(True, Tags("{platform}", "social", "{date}"))
    return replace(a_client(), zone="Europe/Berlin", tagging=replace(tagging, **changes))  # type: ignore[arg-type]


def draft(text: str = TEXT, *variants: Variant) -> Draft:
    return a_draft(LINKEDIN, X, text=text, variants=variants, due_at=LATE)


def test_each_platform_gets_its_own_tags_by_the_clients_day() -> None:
    going = outgoing_draft(draft(), client())
    assert going.text == TEXT
    assert going.text_for(X) == f"{TEXT}?utm_source=twitter&utm_medium=social&utm_campaign=2026-11-26"
    assert going.text_for(LINKEDIN) == f"{TEXT}?utm_source=linkedin&utm_medium=social&utm_campaign=2026-11-26"


def test_a_platforms_own_time_dates_its_tags() -> None:
    own = Variant(X, due_at=datetime(2026, 12, 24, 12, tzinfo=UTC))
    assert "2026-12-24" in outgoing_draft(draft(TEXT, own), client()).text_for(X)


def test_only_the_text_is_tagged() -> None:
    content = Content(TEXT, "https://shop.example", "https://shop.example/a.jpg", "https://shop.example/b.jpg")
    going = tagged_content(content, X, client(), LATE)
    assert replace(going, text=TEXT) == content


def test_where_nothing_is_tagged_it_is_the_same_draft() -> None:
    for written, whose in (
        (draft(), client(on=False)),
        (replace(draft(), plain_links=True), client()),
        (draft("No link"), client()),
        (draft(), client(sites=("other.example",))),
        (draft(), None),
    ):
        assert outgoing_draft(written, whose) is written


def test_whether_there_is_anything_to_tag_is_known_of_plain_links_too() -> None:
    assert has_taggable_links(replace(draft(), plain_links=True), client())
    assert not has_taggable_links(draft(), client(on=False))
    assert not has_taggable_links(draft("https://shop.example/?utm_source=x"), client())

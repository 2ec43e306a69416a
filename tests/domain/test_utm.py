"""The UTM tags of links: in the right place, once, and with nothing else changed."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postdesk.domain.platforms import Platform
from postdesk.domain.utm import (
    Tags,
    TagSettings,
    build_query,
    links_of,
    sites_of,
    slug,
    tagged_text,
    takes_tags,
    untagged_text,
    written_index,
)

ADDED = "utm_source=linkedin&utm_medium=social"


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("https://shop.example", f"https://shop.example?{ADDED}"),
        ("https://shop.example/", f"https://shop.example/?{ADDED}"),
        ("http://shop.example/a/b.html", f"http://shop.example/a/b.html?{ADDED}"),
        ("https://shop.example/?id=7", f"https://shop.example/?id=7&{ADDED}"),
        ("https://shop.example/?id=7&", f"https://shop.example/?id=7&{ADDED}"),
        ("https://shop.example/a#part", f"https://shop.example/a?{ADDED}#part"),
        ("https://shop.example/?id=7#part?x", f"https://shop.example/?id=7&{ADDED}#part?x"),
        ("https://shop.example/#?q=1", f"https://shop.example/?{ADDED}#?q=1"),
        ("https://shop.example:8443/a", f"https://shop.example:8443/a?{ADDED}"),
        ("https://shop.example/wiki/Tea_(drink)", f"https://shop.example/wiki/Tea_(drink)?{ADDED}"),
        ("https://shop.example/?to=https%3A%2F%2Fother.example%2F", f"https://shop.example/?to=https%3A%2F%2Fother.example%2F&{ADDED}"),
        ("https://shop.example/größe", f"https://shop.example/größe?{ADDED}"),
        ("HTTPS://SHOP.EXAMPLE/A", f"HTTPS://SHOP.EXAMPLE/A?{ADDED}"),
    ],
)  # fmt: skip
def test_a_link_is_tagged_at_the_end_of_its_query(link: str, expected: str) -> None:
    assert tagged_text(link, ADDED, ()) == expected
    assert tagged_text(f"See ({link}), now.", ADDED, ()) == f"See ({expected}), now."


@pytest.mark.parametrize(
    "text",
    [
        "https://shop.example/?utm_source=x",
        "https://shop.example/?a=1&UTM_Campaign=spring#part",
        "https://shop.example/#utm_source=x",
        "https://shop.example/?to=https://other.example/?utm_source=x",
        "https://shop.example/?to=https%3A%2F%2Fother.example%2F%3Futm_source=x",
        "shop.example/a and www.shop.example",
        "ftp://shop.example/a",
        "mail me: ann@shop.example",
        "https://ann:secret@shop.example/",
        "https://",
        "https://shop.example/”quoted”-on",
        "https://[::1/",
        "no link, only :// in it",
    ],
)
def test_what_has_tags_or_is_not_clearly_a_link_stays_as_it_is(text: str) -> None:
    assert tagged_text(text, ADDED, ()) == text


def test_only_the_sites_that_are_named_are_tagged_with_what_is_below_them() -> None:
    sites = sites_of("https://www.Shop.example/start, blog.example;  shop.example")
    assert sites == ("shop.example", "blog.example")
    for host in ("shop.example", "www.shop.example", "de.shop.example", "SHOP.example:8443"):
        assert takes_tags(f"https://{host}/", sites)
    assert takes_tags("https://www.xn--mller-kva.example/", ("müller.example",))
    for host in ("other.example", "notshop.example", "shop.example.evil.example"):
        assert not takes_tags(f"https://{host}/?shop.example", sites)


def test_without_tags_nothing_changes() -> None:
    assert build_query(Tags(), {}) == ""
    assert tagged_text("https://shop.example", "", ()) == "https://shop.example"


def test_placeholders_are_filled_in_and_what_is_empty_is_left_out() -> None:
    tags = Tags("{platform}", "social", "{client} {date}", "", "{campaign}/ä&b=c")
    values = {"platform": "linkedin", "client": slug("Ann & Söhne GmbH"), "date": "2026-11-25"}
    assert build_query(tags, values) == (
        "utm_source=linkedin&utm_medium=social&utm_campaign=ann-s%C3%B6hne-gmbh%202026-11-25"
        "&utm_content=ann-s%C3%B6hne-gmbh%202026-11-25%2F%C3%A4%26b%3Dc"
    )
    assert Tags("{platform}", "{nobody}", "{campaign}").unknown == ("nobody",)


def test_a_platform_has_its_own_words_where_it_differs() -> None:
    tagging = TagSettings(True, Tags("{platform}", "social")).with_own(Platform.TWITTER, Tags(source="x"))
    assert tagging.tags_for(Platform.TWITTER) == Tags("x", "social")
    assert tagging.tags_for(Platform.LINKEDIN) == Tags("{platform}", "social")
    assert tagging.with_own(Platform.TWITTER, Tags()).own == ()


words = st.sampled_from(
    ["Look", "at", "https://shop.example", "https://shop.example/?a=1#b", "(https://b.example/x_(y)).", "https://c.example/?utm_source=x",
     "\n", "#tag", "“https://d.example/ü”", "a\u2028b", "😀"]
)  # fmt: skip


@given(st.lists(words))
def test_tagging_twice_is_tagging_once_and_its_places_are_those_of_what_was_written(parts: Sequence[str]) -> None:
    written = " ".join(parts)
    sent = tagged_text(written, ADDED, ())
    assert tagged_text(sent, ADDED, ()) == sent
    assert len(links_of(sent)) == len(links_of(written))
    for index in range(len(sent)):
        assert 0 <= written_index(written, sent, index) <= len(written)


@given(
    st.lists(
        st.sampled_from([*"aZé0 \n?#&=.,;:!()[]{}'\"<>@/%-_~”…）😀\u2028", "http://", "https://", "utm_source=", "a.example"])
    )
)
def test_any_text_is_tagged_only_where_its_links_are(parts: Sequence[str]) -> None:
    written = "".join(parts)
    sent = tagged_text(written, ADDED, ())
    assert tagged_text(sent, ADDED, ()) == sent
    assert len(links_of(sent)) == len(links_of(written))
    assert all(0 <= written_index(written, sent, index) <= len(written) for index in range(len(sent)))


@pytest.mark.parametrize(
    ("tagged", "bare"),
    [
        ("See https://a.example?utm_source=x.", "See https://a.example."),
        ("https://a.example/?utm_source=x&UTM_medium=b&id=1#f", "https://a.example/?id=1#f"),
        ("(https://a.example?id=1&utm_x=1&b=2&utm_y=3) more", "(https://a.example?id=1&b=2) more"),
        ("https://a.example?utm_x=1&utm_y=2#u", "https://a.example#u"),
        ("https://a.example?&id= and ?utm_source=x", "https://a.example?&id= and ?utm_source=x"),
    ],
)
def test_a_text_without_the_tags_of_its_links(tagged: str, bare: str) -> None:
    assert untagged_text(tagged) == bare


@given(st.lists(words))
def test_with_and_without_tags_it_is_the_same_text(parts: Sequence[str]) -> None:
    written = " ".join(parts)
    assert untagged_text(tagged_text(written, ADDED, ())) == untagged_text(written)


def test_a_place_in_what_is_sent_is_found_in_what_was_written() -> None:
    written = "A https://a.example b"
    sent = tagged_text(written, ADDED, ())
    assert written_index(written, sent, sent.index(" b")) == written.index(" b")
    assert written_index(written, sent, sent.index("utm_medium")) == written.index(" b")
    assert written_index(written, sent, 1) == 1

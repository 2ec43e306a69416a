import pytest

from postdesk.domain.marks import MarkKind, marks

LINK, HASHTAG, MENTION = MarkKind.LINK, MarkKind.HASHTAG, MarkKind.MENTION


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("See https://example.com/a, and #tag.", [("https://example.com/a", LINK), ("#tag", HASHTAG)]),
        ("(https://example.com/#part)", [("https://example.com/#part", LINK)]),
        ("by @ann.lee. And a@b.example", [("@ann.lee", MENTION)]),
        ("#1 is no hashtag, #1st is; #größe too", [("#1st", HASHTAG), ("#größe", HASHTAG)]),
        ("a#b ##c &#39; //@d", []),
        ("HTTPS://EXAMPLE.COM", [("HTTPS://EXAMPLE.COM", LINK)]),
        ("", []),
    ],
)
def test_links_hashtags_and_mentions_are_found(line: str, found: list[tuple[str, MarkKind]]) -> None:
    assert [(line[mark.start : mark.end], mark.kind) for mark in marks(line)] == found

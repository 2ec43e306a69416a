"""The feed pages: they show "published" posts, and nothing on them leaves the computer by itself."""

from html import unescape
from urllib.parse import quote

from tests.sandbox.plain_client import PlainClient


def publish(client: PlainClient, content: str, user: str = "ann", **more: object) -> str:
    body = {"externalUserId": user, "content": content, "platforms": ["linkedin"], **more}
    (result,) = client.ask("POST", "/v1/posts", body).json["platformResults"]
    return str(result.get("externalId"))


def test_a_profile_shows_its_posts_newest_first(ann: PlainClient) -> None:
    publish(ann, "first words")
    ann.advance(60)
    publish(ann, "second words", title="A title", mediaUrl="https://example.com/a.jpg?b=1&c=2")
    page = ann.page("/feed/linkedin/ann")
    assert page.status == 200
    assert page.text.index("second words") < page.text.index("first words")
    for expected in ("Mara Lindqvist", "A title", "https://example.com/a.jpg?b=1&c=2", "Practice."):
        assert expected in unescape(page.text)


def test_only_what_was_published_on_that_platform_is_shown(ann: PlainClient) -> None:
    ann.connect("linkedin", account="X7f0QZbor2")
    publish(ann, "never arrived")
    assert "never arrived" not in ann.page("/feed/linkedin/ann").text
    assert "Nothing has been posted" in ann.page("/feed/twitter/ann").text


def test_an_external_id_opens_the_post_on_its_profile(ann: PlainClient) -> None:
    hard = "a/b 😀"
    ann.make_user(hard)
    ann.connect("linkedin", hard)
    external_id = publish(ann, "the words", hard)
    opened = ann.page(f"/feed/open/{quote(external_id, safe='')}")
    assert opened.status == 302
    path, _, anchor = opened.headers["Location"].partition("#")
    page = ann.page(path)
    assert "the words" in page.text
    assert f'id="{anchor}"' in page.text
    assert ann.page(f"{path}/{anchor.removeprefix('post-')}").headers["Location"] == f"{path}#{anchor}"


def test_hostile_words_are_shown_as_text_under_a_policy_that_runs_nothing(ann: PlainClient) -> None:
    hostile = "</p><script>alert(1)</script><img src=x onerror=alert(1)>\"'&"
    ann.make_user("<script>", displayName=hostile)
    ann.connect("linkedin", "<script>")
    publish(ann, hostile, "<script>", title=hostile, mediaUrl='https://example.com/"><script>')
    for path in ("/feed/linkedin/%3Cscript%3E", "/feed"):
        page = ann.page(path)
        assert "<script" not in page.text
        assert "<img" not in page.text
        assert hostile in unescape(page.text)
        assert page.headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert page.headers["X-Content-Type-Options"] == "nosniff"


def test_the_index_leads_to_the_profiles(ann: PlainClient) -> None:
    assert 'href="/feed/linkedin/ann"' in ann.page("/feed").text


def test_what_does_not_exist_is_not_found(ann: PlainClient) -> None:
    for path in (
        "/feed/myspace/ann",
        "/feed/open/nothing",
        "/feed/open/sandbox%3Alinkedin%3Ano",
        "/feed/a/b/c/d",
        "/favicon.ico",
        "/",
    ):
        assert ann.page(path).status == 404, path

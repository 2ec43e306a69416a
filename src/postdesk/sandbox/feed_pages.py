"""The feed pages: the "published" posts, in place of each platform's own pages.

`/feed` lists the profiles; `/feed/<platform>/<externalUserId>` is one; with `/<post id>` after it, or as
`/feed/open/<externalId>`, it leads to one post.
"""

from html import escape
from urllib.parse import quote

from postdesk.sandbox.accounts import find_account
from postdesk.sandbox.exchange import Request, Response, not_allowed
from postdesk.sandbox.html_pages import page, redirect
from postdesk.sandbox.platforms import PLATFORMS
from postdesk.sandbox.records import PUBLISHED, EndUser, PlatformResult, Post, PostFilter
from postdesk.sandbox.service import Service


def profile_path(platform: str, external_user_id: str) -> str:
    return f"/feed/{platform}/{quote(external_user_id, safe='')}"


class FeedPages:
    def __init__(self, service: Service) -> None:
        self._service = service

    def serve(self, request: Request) -> Response:
        if request.method != "GET":
            return not_allowed("GET")
        with self._service.exclusive():
            match request.segments:
                case ("feed",):
                    return self._index()
                case ("feed", "open", external_id):
                    return self._open(external_id)
                case ("feed", platform, user) if platform in PLATFORMS:
                    return self._profile(platform, user)
                case ("feed", platform, user, post_id) if platform in PLATFORMS:
                    return redirect(f"{profile_path(platform, user)}#post-{quote(post_id, safe='')}")
        return _nothing_here()

    def _index(self) -> Response:
        lines = [self._index_line(user) for user in self._service.state.end_users()]
        return page("Profiles", "".join(lines) or "<p>Nothing has been connected yet.</p>")

    def _index_line(self, user: EndUser) -> str:
        links = [
            f'<a href="{escape(profile_path(each.platform, user.external_user_id))}">{PLATFORMS[each.platform].name}</a>'
            for each in self._service.state.connections(user.external_user_id)
        ]
        name = escape(user.display_name or user.external_user_id)
        return f"<article><strong><bdi>{name}</bdi></strong><br>{' · '.join(links) or 'nothing connected'}</article>"

    def _open(self, external_id: str) -> Response:
        prefix, _, rest = external_id.partition(":")
        platform, _, post_id = rest.partition(":")
        post = self._service.state.post(post_id)
        if prefix != "sandbox" or post is None or platform not in post.platforms:
            return _nothing_here()
        return redirect(f"{profile_path(platform, post.external_user_id)}#post-{post.id}")

    def _profile(self, platform: str, external_user_id: str) -> Response:
        shown = [
            (result.published_at, _article(post, result))
            for post in self._service.state.posts(PostFilter(external_user_id=external_user_id, platform=platform))
            for result in post.results
            if result.platform == platform and result.status == PUBLISHED and result.published_at
        ]
        articles = [article for _, article in sorted(shown, key=lambda each: each[0], reverse=True)]
        title = f"{self._account_name(platform, external_user_id)} on {PLATFORMS[platform].name}"
        return page(title, "".join(articles) or "<p>Nothing has been posted here yet.</p>")

    def _account_name(self, platform: str, external_user_id: str) -> str:
        connection = self._service.state.connection(external_user_id, platform)
        account = connection and find_account(platform, connection.account_id)
        user = self._service.state.end_user(external_user_id)
        if account:
            return account.name
        return (user and user.display_name) or external_user_id


def _article(post: Post, result: PlatformResult) -> str:
    account = find_account(result.platform, result.account_id or "")
    title = f"<h2 dir=auto>{escape(post.title)}</h2>" if post.title else ""
    media = _link("Media", post.media_url) + _link("Thumbnail", post.thumbnail_url)
    return (
        f'<article id="post-{escape(post.id)}"><strong>{escape(account.name if account else "")}</strong> '
        f'<time datetime="{result.published_at}">{(result.published_at or "")[:16].replace("T", " ")} UTC</time>'
        f"{title}<p dir=auto>{escape(post.content)}</p>{media}</article>"
    )


def _link(name: str, address: str | None) -> str:
    """Return a link. Addresses were checked to be http or https when the post was accepted."""
    if not address:
        return ""
    shown = escape(address)
    return f'<div class=soft>{name}: <a href="{shown}" rel="noopener noreferrer nofollow">{shown}</a></div>'


def _nothing_here() -> Response:
    return page("Nothing here", "<p>There is no such profile or post.</p>", status=404)

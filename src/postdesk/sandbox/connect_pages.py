"""The hosted connect page: the requesting client, the accounts to select, and buttons to allow, deny or let it expire."""

from html import escape
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from postdesk.sandbox.accounts import Account, accounts_of, find_account
from postdesk.sandbox.exchange import Request, Response, not_allowed
from postdesk.sandbox.html_pages import page, redirect
from postdesk.sandbox.platforms import PLATFORMS
from postdesk.sandbox.records import CONNECTED, PENDING, ConnectSession
from postdesk.sandbox.refusal import Refusal
from postdesk.sandbox.service import Service


class ConnectPages:
    """Pages at `/connect/<id>`: GET shows the page, POST takes its form and redirects to the client's URI."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def serve(self, request: Request) -> Response:
        if request.method not in {"GET", "POST"}:
            return not_allowed("GET", "POST")
        with self._service.change():
            try:
                session = self._service.sessions.get("/".join(request.segments[1:]))
            except Refusal:
                return page("No such link", "<p>This link is not known. Ask for a new one.</p>", status=404)
            if session.status != PENDING:
                return _ended_page(session)
            return self._decide(session, request) if request.method == "POST" else self._form(session)

    def _decide(self, session: ConnectSession, request: Request) -> Response:
        form = dict(parse_qsl(request.body.decode(errors="replace")))
        sessions = self._service.sessions
        match form.get("decision"):
            case "deny":
                return redirect(_return_url(sessions.deny(session)))
            case "expire":
                return redirect(_return_url(sessions.expire(session)))
            case "allow" if find_account(session.platform, form.get("account", "")):
                return redirect(_return_url(sessions.allow(session, form["account"])))
        return self._form(session, problem="Select an account first.")

    def _form(self, session: ConnectSession, problem: str = "") -> Response:
        user = self._service.end_users.get(session.external_user_id)
        platform = PLATFORMS[session.platform].name
        alert = f'<p role="alert"><strong>{escape(problem)}</strong></p>' if problem else ""
        content = (
            f"<p><strong id=client><bdi>{escape(user.display_name or user.external_user_id)}</bdi></strong> asks to post to "
            f"{platform} for you. These accounts are invented; each shows another way that a real one may behave.</p>{alert}"
            f'<form method="post" id="connect"><fieldset><legend>Which {platform} account?</legend>'
            + "".join(_account_choice(account, checked=not index) for index, account in enumerate(accounts_of(session.platform)))
            + '</fieldset><button class="first" id="allow" name="decision" value="allow">Allow</button>'
            '<button id="deny" name="decision" value="deny">Deny</button>'
            '<button id="expire" name="decision" value="expire">Let it expire</button></form>'
        )
        status = 400 if problem else 200
        return page(f"Connect {platform}", content, status=status, form_leads_to=session.redirect_uri)


def _account_choice(account: Account, *, checked: bool) -> str:
    mark = " checked" if checked else ""
    key = escape(account.id)
    return (
        f'<label for="account-{key}"><input type="radio" id="account-{key}" name="account" value="{key}"{mark}>'
        f"<span>{escape(account.name)} <span class=soft>{escape(account.username)} · {escape(account.kind)}</span>"
        f"<span class=soft>{account.behaviour}</span></span></label>"
    )


def _ended_page(session: ConnectSession) -> Response:
    platform = PLATFORMS[session.platform].name
    if session.status == CONNECTED:
        return page("Already connected", f"<p>{platform} has been connected with this link. You can close this page.</p>")
    if session.error_code == "access_denied":
        return page(
            "Not connected", f"<p>{platform} was not allowed with this link. Ask for a new link to try again.</p>", status=410
        )
    return page("This link has expired", f"<p>Ask for a new link to connect {platform}.</p>", status=410)


def _return_url(session: ConnectSession) -> str:
    """Return the redirect URI with safe fields only: no account, no token."""
    parts = urlsplit(session.redirect_uri)
    fields = {"session": session.id, "status": session.status, "platform": session.platform}
    if session.error_code:
        fields["error"] = session.error_code
    query = "&".join(part for part in (parts.query, urlencode(fields)) if part)
    return urlunsplit(parts._replace(query=query))

"""The frame of the sandbox's pages: one style, no script, and everything escaped."""

import base64
import hashlib
from html import escape
from typing import Final
from urllib.parse import urlsplit

from postdesk.sandbox.exchange import Response

_STYLE: Final = """
:root { color-scheme: light dark; --back: #F3F4F7; --card: #FFFFFF; --line: #E1E4EA; --text: #1A1E26; --soft: #59616E;
  --accent: #3454D1; --on: #FFFFFF; --practice: #8A5A00; --practice-back: #FDF3DC; }
@media (prefers-color-scheme: dark) { :root { --back: #14161B; --card: #1C1F26; --line: #2D323C; --text: #E9EBEF;
  --soft: #A4ACB9; --accent: #8EA4FF; --on: #14161B; --practice: #F0C060; --practice-back: #352B17; } }
body { margin: 0; background: var(--back); color: var(--text); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 36rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; overflow-wrap: anywhere; }
h1 { font-size: 1.4rem; margin: 1.5rem 0 .5rem; }
a { color: var(--accent); }
.practice { background: var(--practice-back); color: var(--practice); padding: .5rem .75rem; border-radius: 8px; margin: 0; }
.soft, time { color: var(--soft); font-size: .9rem; }
article, fieldset { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 1rem; margin: 1rem 0; }
article h2 { font-size: 1.05rem; margin: .5rem 0; }
article:target { outline: 3px solid var(--accent); }
article p { white-space: pre-wrap; margin: .5rem 0; }
legend { font-weight: 600; padding: 0 .25rem; }
label { display: flex; gap: .75rem; padding: .6rem .25rem; border-top: 1px solid var(--line); cursor: pointer; }
label:first-of-type { border-top: 0; }
label span { display: block; }
input { width: 1.1rem; height: 1.1rem; margin-top: .2rem; accent-color: var(--accent); flex: none; }
button { font: inherit; padding: .55rem 1.1rem; margin: 0 .5rem .5rem 0; border-radius: 8px; border: 1px solid var(--line);
  background: var(--card); color: var(--text); cursor: pointer; }
button.first { background: var(--accent); border-color: var(--accent); color: var(--on); font-weight: 600; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
"""
_STYLE_HASH: Final = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()


def page(title: str, content: str, *, status: int = 200, form_leads_to: str | None = None) -> Response:
    """Return a page. `title` is escaped here; `content` is HTML. A form on it may redirect to `form_leads_to`."""
    body = (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{_STYLE}</style></head><body><main>'
        '<p class="practice" role="note"><strong>Practice.</strong> Nothing here leaves this computer.</p>'
        f"<h1>{escape(title)}</h1>{content}</main></body></html>"
    )
    headers = (
        ("Content-Security-Policy", _policy(form_leads_to)),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "no-referrer"),
        ("Cache-Control", "no-store"),
    )
    return Response(status, body.encode(), "text/html; charset=utf-8", headers)


def redirect(address: str) -> Response:
    return Response(302, headers=(("Location", address), ("Referrer-Policy", "no-referrer"), ("Cache-Control", "no-store")))


def _policy(form_leads_to: str | None) -> str:
    """Return the content security policy. Browsers apply `form-action` also to the redirect after a form."""
    parts = urlsplit(form_leads_to or "")
    target = f" {parts.scheme}://{parts.netloc}" if parts.netloc else ""
    style = f"style-src 'sha256-{_STYLE_HASH}'"
    return f"default-src 'none'; {style}; base-uri 'none'; frame-ancestors 'none'; form-action 'self'{target}"

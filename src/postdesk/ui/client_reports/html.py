"""One HTML file that needs nothing else: no script, no address is fetched, and no text is taken for markup."""

from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path
from typing import Final

from PySide6.QtCore import QLocale

from postdesk.domain.paper import Head
from postdesk.ui.client_reports.words import about_words, period_words, title_words, titled
from postdesk.ui.previews.shaping import seen

_RULES: Final = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"


def document(head: Head, style: str, body: Iterable[str]) -> Iterator[bytes]:
    """The file, in pieces: what it is and of whom on top, and then the body."""
    words = title_words(head.asked.kind)
    title = text(titled(head))
    yield (
        f'<!DOCTYPE html>\n<html lang="{QLocale().bcp47Name()}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_RULES}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="referrer" content="no-referrer">\n'
        f"<title>{title}</title>\n<style>{_STYLE}{style}</style>\n</head>\n<body>\n"
        f'<header style="--client:{escape(head.client.colour)}"><h1><bdi>{text(head.client.name)}</bdi></h1>'
        f"<p class=what>{text(words)} · {text(period_words(head.asked))}</p>"
        + "".join(f"<p class=about>{text(line)}</p>" for line in about_words(head))
        + "</header>\n<main>\n"
    ).encode()
    yield from (piece.encode() for piece in body)
    yield b"</main>\n</body>\n</html>\n"


def text(words: str) -> str:
    """Words as they are read, without what can't be shown."""
    return escape("\n".join(seen(line) for line in words.replace("\r\n", "\n").split("\n")))


def mark(resources: Path, name: str) -> str:
    """An icon beside words."""
    path = resources / "icons" / f"{name}.svg"
    source = path.read_text("utf-8") if path.is_file() else ""
    return f'<span class=icon aria-hidden="true">{source[source.find("<svg") :].strip()}</span>' if source else ""


def state(resources: Path, icon: str, words: str) -> str:
    """A state, with its icon."""
    return f"<span class=state>{mark(resources, icon)}{text(words)}</span>"


_STYLE: Final = """
@page { size: A4; margin: 16mm 14mm 18mm; @bottom-right { content: counter(page) " / " counter(pages); font: 9pt sans-serif;
  color: #59616e } }
* { box-sizing: border-box }
body { margin: 0 auto; padding: 32px 24px; max-width: 1040px; background: #fff; color: #1a1e26;
  font: 15px/1.45 Inter, system-ui, "Segoe UI", Roboto, "Noto Sans", Arial, sans-serif, "Noto Color Emoji" }
h1 { margin: 0; font-size: 28px; line-height: 1.2 } h2 { font-size: 18px; margin: 32px 0 12px }
header { border-left: 6px solid var(--client); padding-left: 16px; margin-bottom: 24px; break-inside: avoid }
header p { margin: 4px 0 0 } .what { font-size: 18px } .about, .quiet { color: #59616e }
.icon svg { width: 1em; height: 1em; vertical-align: -.125em; margin-right: .35em }
.state { white-space: nowrap } .words { white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: plaintext }
@media print { body { padding: 0; max-width: none; font-size: 10pt; -webkit-print-color-adjust: exact;
  print-color-adjust: exact } }
"""

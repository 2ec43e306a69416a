"""A proof or a report as one self-contained HTML file: no script, no address is fetched, and no text is markup."""

from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QLocale
from PySide6.QtGui import QImage

from postdesk.domain.client_report import (
    ClientReport,
    ProofSheet,
    ReportHead,
    ReportOutcome,
    content_groups,
    outcome_groups,
    planned_platforms,
    report_outcomes,
)
from postdesk.domain.drafts import Content
from postdesk.domain.export_items import ExportItem
from postdesk.domain.marks import marks
from postdesk.domain.platforms import Platform
from postdesk.engine.client_reports import ReportMedia
from postdesk.engine.file_writer import ProgressCallback
from postdesk.ui.client_reports.report import CountTable, caption, count_table, report_count_words
from postdesk.ui.client_reports.words import (
    about_words,
    elsewhere_words,
    group_icon,
    group_words,
    how_many_words,
    missing_picture_words,
    period_words,
    place_words,
    planned_state,
    reason_words,
    text_words,
    title_line,
    title_words,
    unknown_words,
    when_words,
)
from postdesk.ui.kit.avatar import initials
from postdesk.ui.previews.card_looks import CardLook, CardLooks, CardPart
from postdesk.ui.previews.content import is_video, link_of, media_name, site
from postdesk.ui.previews.text_layout import drawable
from postdesk.ui.previews.words import untitled
from postdesk.ui.text.names import platform_word

_RULES: Final = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
_QUALITY: Final = 85


def html_document(head: ReportHead, style: str, body: Iterable[str]) -> Iterator[bytes]:
    """Yield the file in pieces: the heading with kind and client, then the body."""
    words = title_words(head.request.kind)
    title = escape_text(title_line(head))
    yield (
        f'<!DOCTYPE html>\n<html lang="{QLocale().bcp47Name()}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_RULES}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="referrer" content="no-referrer">\n'
        f"<title>{title}</title>\n<style>{_BASE_STYLE}{style}</style>\n</head>\n<body>\n"
        f'<header style="--client:{escape(head.client.colour)}"><h1><bdi>{escape_text(head.client.name)}</bdi></h1>'
        f"<p class=what>{escape_text(words)} · {escape_text(period_words(head.request))}</p>"
        + "".join(f"<p class=about>{escape_text(line)}</p>" for line in about_words(head))
        + "</header>\n<main>\n"
    ).encode()
    yield from (piece.encode() for piece in body)
    yield b"</main>\n</body>\n</html>\n"


def escape_text(words: str) -> str:
    """Return the text escaped for HTML, without characters that can't be shown."""
    return escape("\n".join(drawable(line) for line in words.replace("\r\n", "\n").split("\n")))


def icon_html(resources: Path, name: str) -> str:
    """Return an icon as inline SVG; empty where the file is missing."""
    path = resources / "icons" / f"{name}.svg"
    source = path.read_text("utf-8") if path.is_file() else ""
    return f'<span class=icon aria-hidden="true">{source[source.find("<svg") :].strip()}</span>' if source else ""


def state_html(resources: Path, icon: str, words: str) -> str:
    """Return a state with its icon."""
    return f"<span class=state>{icon_html(resources, icon)}{escape_text(words)}</span>"


_BASE_STYLE: Final = """
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


class ProofHtml:
    """Writes one proof; `resources` is the folder of the data files. Called in a thread."""

    def __init__(self, proof: ProofSheet, media: ReportMedia, looks: CardLooks, resources: Path) -> None:
        self._proof, self._report_media, self._looks, self._resources = proof, media, looks, resources
        self._authors = dict(proof.authors)

    def pieces(self, step: ProgressCallback) -> Iterator[bytes]:
        """Yield the file in pieces; call `step` after each post."""
        return html_document(self._proof.head, _PROOF_STYLE + self._shades(), self._body(step))

    def _body(self, step: ProgressCallback) -> Iterator[str]:
        posts, kind = self._proof.posts, self._proof.head.request.kind
        yield f"<p class=quiet>{escape_text(how_many_words(len(posts), kind))}</p>\n"
        for number, post in enumerate(posts, 1):
            yield self._post(post)
            step(number, len(posts))

    def _post(self, post: ExportItem) -> str:
        due = post.draft.due_at
        when = escape_text(when_words(due, self._proof.head)) if due else ""
        cards = self._cards if self._proof.head.request.pictures else self._texts
        return f"<article><h2>{when}</h2><div class=cards>{''.join(cards(post))}</div></article>\n"

    def _cards(self, post: ExportItem) -> Iterator[str]:
        for platform in planned_platforms(post):
            content, look = post.draft.content_for(platform), self._looks.of(platform)
            parts = "".join(self._part(part, platform, look, content) for part in look.parts)
            yield f'<section>{self._named(post, platform)}<div class="card {platform}">{parts}</div></section>'

    def _texts(self, post: ExportItem) -> Iterator[str]:
        for content, platforms in content_groups(post):
            names = "".join(self._named(post, platform) for platform in platforms)
            title = f"<p class=title dir=auto>{escape_text(content.title)}</p>" if content.title else ""
            file = f"<p class=quiet>{escape_text(media_name(content.media_url))}</p>" if content.media_url else ""
            yield f"<section class=bare>{names}{title}<div class=words dir=auto>{escape_text(content.text)}</div>{file}</section>"

    def _named(self, post: ExportItem, platform: Platform) -> str:
        """Return the platform, and the post's state there."""
        name = f"<b>{icon_html(self._resources, f'brand-{platform}')}{escape_text(platform_word(platform))}</b>"
        how = state_html(self._resources, *planned_state(post, platform))
        return f"<p class=named>{name}{how}</p>"

    def _part(self, part: CardPart, platform: Platform, look: CardLook, content: Content) -> str:
        match part:
            case CardPart.AUTHOR:
                return self._author(platform)
            case CardPart.TITLE:
                title = content.title or untitled(platform)
                return f"<p class=title dir=auto>{escape_text(title)}</p>" if title else ""
            case CardPart.TEXT:
                return f"<div class=words dir=auto>{_marked(content.text, look)}</div>" if content.text else ""
            case CardPart.MEDIA:
                return self._media(content) if content.media_url else ""
            case CardPart.LINK:
                link = "" if content.media_url else link_of(content.text, look.link_card)
                return f"<p class=link>{icon_html(self._resources, 'link')}{escape_text(site(link))}</p>" if link else ""
            case CardPart.ACTIONS:
                return ""

    def _author(self, platform: Platform) -> str:
        name = self._authors.get(platform) or self._proof.head.client.name
        face = escape_text(initials(name.lstrip("@")))
        return f'<p class=author><span class=face aria-hidden="true">{face}</span><bdi>{escape_text(name)}</bdi></p>'

    def _media(self, content: Content) -> str:
        url, cover = content.media_url, content.thumbnail_url
        image = self._picture(url) or self._picture(cover)
        name, video = media_name(url), is_video(url)
        if image is None:
            icon = icon_html(self._resources, "film" if video else "image")
            return f"<p class=unseen>{icon}{escape_text(missing_picture_words(name))}</p>"
        play = f"<figcaption>{icon_html(self._resources, 'play')}{escape_text(name)}</figcaption>" if video else ""
        return f'<figure><img src="{_data(image)}" alt="{escape(name)}">{play}</figure>'

    def _picture(self, url: str) -> QImage | None:
        found = self._report_media.found.get(url)
        return found.picture if found else None

    def _shades(self) -> str:
        return "".join(
            f".{platform}{{--card:{look.light.card};--ink:{look.light.text};--soft:{look.light.secondary};"
            f"--mark:{look.light.link};--line:{look.light.line};--fill:{look.light.fill}}}"
            for platform, look in self._looks.platforms
        )


def _marked(words: str, look: CardLook) -> str:
    """Return the text with the parts that the platform colours."""
    done, pieces = 0, []
    for each in marks(words):
        if each.kind in look.marked and each.start >= done:
            pieces += [escape_text(words[done : each.start]), f"<i>{escape_text(words[each.start : each.end])}</i>"]
            done = each.end
    return "".join((*pieces, escape_text(words[done:])))


def _data(image: QImage) -> str:
    """Return a picture as a data URL."""
    kind = "png" if image.hasAlphaChannel() else "jpeg"
    kept = QByteArray()
    buffer = QBuffer(kept)
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, kind.upper(), _QUALITY)  # type: ignore[call-overload]
    return f"data:image/{kind};base64,{b64encode(kept.data()).decode('ascii')}"


_PROOF_STYLE: Final = """
article { break-inside: avoid; border-top: 1px solid #e1e4ea; padding: 0 0 24px } article h2 { margin: 16px 0 12px }
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(290px, 1fr)); gap: 20px; align-items: start }
section { break-inside: avoid; min-width: 0 }
.named { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 12px; margin: 0 0 6px; font-size: 13px }
.named .state { color: #4a5363 } .bare { border-left: 3px solid #e1e4ea; padding-left: 12px } .bare .words { margin-top: 8px }
.card { background: var(--card); color: var(--ink); border: 1px solid var(--line); border-radius: 8px; overflow: hidden }
.card > * { margin: 12px 14px } .card i { font-style: normal; color: var(--mark) }
.author { display: flex; align-items: center; gap: 10px; font-weight: 600 }
.face { width: 36px; height: 36px; border-radius: 50%; background: var(--fill); display: grid; place-items: center;
  font-size: 14px; flex: none }
.title { font-weight: 600; font-size: 1.1em; overflow-wrap: anywhere }
.card > figure { margin: 0; position: relative } figure img { display: block; width: 100% }
figcaption { position: absolute; left: 8px; bottom: 8px; background: #000b; color: #fff; padding: 2px 8px; border-radius: 4px;
  font-size: 12px }
.card > .unseen { background: var(--fill); color: var(--soft); margin: 0; padding: 40px 14px; text-align: center;
  overflow-wrap: anywhere }
.link { border: 1px solid var(--line); border-radius: 8px; padding: 12px; color: var(--soft) }
@media print { .cards { grid-template-columns: repeat(3, 1fr); font-size: 8.5pt } .named { font-size: 9pt } }
"""


class ReportHtml:
    """Writes one report; `resources` is the folder of the data files. Called in a thread."""

    def __init__(self, report: ClientReport, resources: Path) -> None:
        self._report, self._resources = report, resources

    def pieces(self, step: ProgressCallback) -> Iterator[bytes]:
        """Yield the file in pieces; call `step` after each post."""
        return html_document(self._report.head, _REPORT_STYLE, self._body(step))

    def _body(self, step: ProgressCallback) -> Iterator[str]:
        found = report_outcomes(self._report.posts)
        told = outcome_groups(found)
        yield f"<p>{escape_text(report_count_words(self._report))}</p>\n"
        if found:
            yield _counts(count_table(found))
        yield f"<p class=quiet>{escape_text(unknown_words())}</p>\n"
        for number, run in enumerate(told, 1):
            yield self._run(run)
            step(number, len(told))

    def _run(self, run: Sequence[ReportOutcome]) -> str:
        first = run[0]
        elsewhere = f" · {escape_text(elsewhere_words())}" if first.elsewhere and first.text else ""
        quiet = "" if first.text else " quiet"
        return (
            f"<article><p class=when>{escape_text(when_words(first.entry.due_at, self._report.head))}{elsewhere}</p>"
            f'<div class="words{quiet}" dir=auto>{escape_text(text_words(first))}</div>'
            f"<table>{''.join(map(self._row, run))}</table></article>\n"
        )

    def _row(self, outcome: ReportOutcome) -> str:
        name = f"{icon_html(self._resources, f'brand-{outcome.platform}')}{escape_text(place_words(outcome.platform))}"
        how = state_html(self._resources, group_icon(outcome.group), group_words(outcome.group))
        address, reason = escape(outcome.address), escape_text(reason_words(outcome, self._report.head))
        link = f'<a href="{address}" rel="noopener noreferrer">{address}</a>' if address else ""
        return f"<tr><th scope=row>{name}</th><td>{how}</td><td dir=auto>{link}{reason}</td></tr>"


def _counts(table: CountTable) -> str:
    head = "".join(f"<th scope=col>{escape_text(word)}</th>" for word in table.columns)
    rows = "".join(
        f"<tr><th scope=row>{escape_text(name)}</th>{''.join(f'<td>{QLocale().toString(count)}</td>' for count in row)}</tr>"
        for name, row in table.rows
    )
    return f"<table class=counts><caption>{escape_text(caption())}</caption><tr><td></td>{head}</tr>{rows}</table>\n"


_REPORT_STYLE: Final = """
article { break-inside: avoid; border-top: 1px solid #e1e4ea; padding: 12px 0 }
.when { margin: 0 0 4px; font-weight: 600 } article table { margin-top: 8px; width: 100%; border-spacing: 0 }
article th { text-align: left; font-weight: 500; width: 130px } article td { padding: 2px 12px 2px 0; overflow-wrap: anywhere }
article th, article td { vertical-align: top } article td:nth-child(2) { width: 150px } a { color: #3454d1 }
.counts { border-collapse: collapse; margin: 16px 0 } .counts caption { text-align: left; font-weight: 600; padding-bottom: 4px }
.counts th, .counts td { padding: 4px 16px 4px 0; border-bottom: 1px solid #e1e4ea; text-align: right }
.counts th[scope=row] { text-align: left; font-weight: 500 } .counts tr:last-child > * { border-bottom: 0; font-weight: 600 }
"""

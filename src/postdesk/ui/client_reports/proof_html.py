"""A proof sheet as HTML: each post with its platforms' cards beside each other."""

from base64 import b64encode
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray
from PySide6.QtGui import QImage

from postdesk.domain.drafts import Content
from postdesk.domain.exporting import Exported
from postdesk.domain.marks import marks
from postdesk.domain.paper import Proof, alike, shown
from postdesk.domain.platforms import Platform
from postdesk.engine.file_writer import Step
from postdesk.engine.papers import Seeing
from postdesk.ui.client_reports.html import document, mark, state, text
from postdesk.ui.client_reports.words import how_many_words, planned_icon, planned_words, unseen_words, when_words
from postdesk.ui.kit.avatar import initials
from postdesk.ui.previews.looks import Look, Looks, Part
from postdesk.ui.previews.pictured import file_name, is_video, link_of, site
from postdesk.ui.previews.words import untitled
from postdesk.ui.text.words import platform_word

_QUALITY: Final = 85


class ProofHtml:
    """Writes one proof; `resources` is the folder of the data files. Called in a thread."""

    def __init__(self, proof: Proof, seeing: Seeing, looks: Looks, resources: Path) -> None:
        self._proof, self._seeing, self._looks, self._resources = proof, seeing, looks, resources
        self._authors = dict(proof.authors)

    def pieces(self, step: Step) -> Iterator[bytes]:
        """The file; `step` after each post."""
        return document(self._proof.head, _STYLE + self._shades(), self._body(step))

    def _body(self, step: Step) -> Iterator[str]:
        posts, kind = self._proof.posts, self._proof.head.asked.kind
        yield f"<p class=quiet>{text(how_many_words(len(posts), kind))}</p>\n"
        for number, post in enumerate(posts, 1):
            yield self._post(post)
            step(number, len(posts))

    def _post(self, post: Exported) -> str:
        due = post.draft.due_at
        when = text(when_words(due, self._proof.head)) if due else ""
        cards = self._cards if self._proof.head.asked.pictures else self._texts
        return f"<article><h2>{when}</h2><div class=cards>{''.join(cards(post))}</div></article>\n"

    def _cards(self, post: Exported) -> Iterator[str]:
        for platform in shown(post):
            content, look = post.draft.content_for(platform), self._looks.of(platform)
            parts = "".join(self._part(part, platform, look, content) for part in look.parts)
            yield f'<section>{self._named(post, platform)}<div class="card {platform}">{parts}</div></section>'

    def _texts(self, post: Exported) -> Iterator[str]:
        for content, platforms in alike(post):
            names = "".join(self._named(post, platform) for platform in platforms)
            title = f"<p class=title dir=auto>{text(content.title)}</p>" if content.title else ""
            file = f"<p class=quiet>{text(file_name(content.media_url))}</p>" if content.media_url else ""
            yield f"<section class=bare>{names}{title}<div class=words dir=auto>{text(content.text)}</div>{file}</section>"

    def _named(self, post: Exported, platform: Platform) -> str:
        """The platform, and how far the post is there."""
        name = f"<b>{mark(self._resources, f'brand-{platform}')}{text(platform_word(platform))}</b>"
        how = state(self._resources, planned_icon(post, platform), planned_words(post, platform))
        return f"<p class=named>{name}{how}</p>"

    def _part(self, part: Part, platform: Platform, look: Look, content: Content) -> str:
        match part:
            case Part.AUTHOR:
                return self._author(platform)
            case Part.TITLE:
                title = content.title or untitled(platform)
                return f"<p class=title dir=auto>{text(title)}</p>" if title else ""
            case Part.TEXT:
                return f"<div class=words dir=auto>{_marked(content.text, look)}</div>" if content.text else ""
            case Part.MEDIA:
                return self._media(content) if content.media_url else ""
            case Part.LINK:
                link = "" if content.media_url else link_of(content.text, look.link_card)
                return f"<p class=link>{mark(self._resources, 'link')}{text(site(link))}</p>" if link else ""
            case Part.ACTIONS:
                return ""

    def _author(self, platform: Platform) -> str:
        name = self._authors.get(platform) or self._proof.head.client.name
        face = text(initials(name.lstrip("@")))
        return f'<p class=author><span class=face aria-hidden="true">{face}</span><bdi>{text(name)}</bdi></p>'

    def _media(self, content: Content) -> str:
        url, cover = content.media_url, content.thumbnail_url
        image = self._picture(url) or self._picture(cover)
        name = file_name(url)
        video = is_video(url)
        if image is None:
            return f"<p class=unseen>{mark(self._resources, 'film' if video else 'image')}{text(unseen_words(name))}</p>"
        play = f"<figcaption>{mark(self._resources, 'play')}{text(name)}</figcaption>" if video else ""
        return f'<figure><img src="{_data(image)}" alt="{escape(name)}">{play}</figure>'

    def _picture(self, url: str) -> QImage | None:
        found = self._seeing.found.get(url)
        return found.picture if found else None

    def _shades(self) -> str:
        return "".join(
            f".{platform}{{--card:{look.light.card};--ink:{look.light.text};--soft:{look.light.secondary};"
            f"--mark:{look.light.link};--line:{look.light.line};--fill:{look.light.fill}}}"
            for platform, look in self._looks.platforms
        )


def _marked(words: str, look: Look) -> str:
    """A text with what the platform colours of it."""
    done, pieces = 0, []
    for each in marks(words):
        if each.kind in look.marked and each.start >= done:
            pieces += [text(words[done : each.start]), f"<i>{text(words[each.start : each.end])}</i>"]
            done = each.end
    return "".join((*pieces, text(words[done:])))


def _data(image: QImage) -> str:
    """A picture as an address that holds it."""
    kind = "png" if image.hasAlphaChannel() else "jpeg"
    kept = QByteArray()
    buffer = QBuffer(kept)
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, kind.upper(), _QUALITY)  # type: ignore[call-overload]
    return f"data:image/{kind};base64,{b64encode(kept.data()).decode('ascii')}"


_STYLE: Final = """
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

"""Replaces the system's browser in practice mode, whose pages are plain HTML forms on loopback."""

import asyncio
import contextlib
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import field
from html.parser import HTMLParser
from typing import Final

from PySide6.QtCore import QUrl

from postdesk.domain.lazy_dataclass import dataclass
from postdesk.tour.script import StepMismatch

_TIMEOUT_S: Final = 5


class TourBrowser:
    """Takes the addresses that the app opens, reads their pages, and submits their forms."""

    def __init__(self) -> None:
        self._opened: list[str] = []
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def open(self, url: QUrl) -> bool:
        """Accept any web address on this computer, in the place of `QDesktopServices.openUrl`."""
        here = url.scheme() == "http" and url.host() == "127.0.0.1"
        if here:
            self._opened.append(url.toString(QUrl.ComponentFormattingOption.FullyEncoded))
        return here

    async def decide(self, decision: str, account: str) -> None:
        """Select an account on the connect page opened last, press a button, and follow the redirects.

        The last redirect may fail: when all ports of the app are in use, nothing listens there.
        """
        url = self._last()
        parser = _FormParser()
        parser.feed(await self._fetch(url))
        form = parser.form
        if decision not in form.buttons:
            raise StepMismatch(f"the page has no button “{decision}”")
        fields = urllib.parse.urlencode({"account": form.account(account), "decision": decision}).encode()
        self._opened.clear()
        with contextlib.suppress(StepMismatch):
            await self._fetch(url, fields)

    async def text(self) -> str:
        """Return the text of the page opened last."""
        reader = _TextParser()
        reader.feed(await self._fetch(self._last()))
        return " ".join(" ".join(reader.words).split())

    def _last(self) -> str:
        if not self._opened:
            raise StepMismatch("no page was opened in the browser")
        return self._opened[-1]

    async def _fetch(self, url: str, form: bytes | None = None) -> str:
        try:
            return await asyncio.to_thread(self._read, url, form)
        except urllib.error.HTTPError as error:
            with error:
                raise StepMismatch(f"the browser got {error.code}") from error
        except OSError as error:
            raise StepMismatch(f"the browser reached nothing ({type(error).__name__})") from error

    def _read(self, url: str, form: bytes | None) -> str:
        with self._opener.open(url, form, timeout=_TIMEOUT_S) as answer:
            body: bytes = answer.read()
        return body.decode()


@dataclass(slots=True)
class RadioChoice:
    """A radio button: its value and its label."""

    value: str
    checked: bool
    label: str = ""


@dataclass(slots=True)
class PageForm:
    """The choices and buttons of a page."""

    choices: list[RadioChoice] = field(default_factory=list)
    buttons: list[str] = field(default_factory=list)

    def account(self, name: str) -> str:
        """Return the value of the account whose label contains `name`; of the preselected one where `name` is empty."""
        for choice in self.choices:
            if name in choice.label if name else choice.checked:
                return choice.value
        raise StepMismatch(f"the page offers no account “{name}”")


class _FormParser(HTMLParser):
    """The form of a page: radio buttons within their labels, and buttons with a value."""

    def __init__(self) -> None:
        super().__init__()
        self.form = PageForm()
        self._labelled: RadioChoice | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = dict(attrs)
        if tag == "input" and has.get("type") == "radio":
            self._labelled = RadioChoice(has.get("value") or "", "checked" in has)
            self.form.choices.append(self._labelled)
        elif tag == "button" and has.get("value"):
            self.form.buttons.append(has["value"] or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "label":
            self._labelled = None

    def handle_data(self, data: str) -> None:
        if self._labelled:
            self._labelled.label += data


class _TextParser(HTMLParser):
    """The visible text of a page: everything but the style sheet."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._in_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._in_style = tag == "style"

    def handle_endtag(self, tag: str) -> None:
        self._in_style = False

    def handle_data(self, data: str) -> None:
        if not self._in_style:
            self.words.append(data)

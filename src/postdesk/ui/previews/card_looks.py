"""The looks of the platforms' cards, read from the dated data in `previews.toml`."""

import datetime as dt
import tomllib
from enum import StrEnum
from pathlib import Path
from typing import Any, Self

from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.marks import MarkKind
from postdesk.domain.platforms import Platform


class CardPart(StrEnum):
    """The parts of a card."""

    AUTHOR = "author"
    TITLE = "title"
    TEXT = "text"
    MEDIA = "media"
    LINK = "link"
    ACTIONS = "actions"


class CutOffBasis(StrEnum):
    """The kind of evidence for a platform's cut-off."""

    DOCUMENTED = "documented"
    REPORTED = "reported"


class LinkCard(StrEnum):
    """The link of a text that becomes a card."""

    FIRST = "first"
    LAST = "last"
    NONE = "none"


class LinkStyle(StrEnum):
    """The position of a linked page's title: beside a small picture, below a large one, or on it."""

    SMALL = "small"
    BELOW = "below"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Shades:
    """A card's colours, as `#rrggbb`; `fill` is for boxes and missing content."""

    card: str
    text: str
    secondary: str
    link: str
    line: str
    fill: str

    def of(self, name: str) -> str:
        """Return the colour of that name."""
        return str(getattr(self, name))


@dataclass(frozen=True, slots=True)
class Fold:
    """The cut-off of long texts (None: no limit of that kind), and the words there, in a colour of `Shades`."""

    words: str
    colour: str
    basis: CutOffBasis
    source: str
    as_of: dt.date
    characters: int | None = None
    lines: int | None = None
    strong: bool = False
    own_row: bool = False

    @classmethod
    def read(cls, table: dict[str, Any]) -> Self:
        return cls(**{**table, "basis": CutOffBasis(table["basis"])})


@dataclass(frozen=True, slots=True)
class PictureShape:
    """Ratios of width by height: of a file not known yet, and the range in which a known one is shown."""

    ratio: float
    tallest: float
    widest: float
    edge: bool = False


@dataclass(frozen=True, slots=True)
class CardButton:
    """The card's only button, at the right of a part; empty colours are those of the text and the card."""

    word: str
    beside: CardPart
    fill: str = ""
    text: str = ""

    @classmethod
    def read(cls, table: dict[str, Any]) -> Self:
        return cls(**{**table, "beside": CardPart(table["beside"])})


@dataclass(frozen=True, slots=True)
class CardLook:
    """One platform's card. `shows` names the parts of the platform's own card."""

    shows: str
    parts: tuple[CardPart, ...]
    marked: frozenset[MarkKind]
    fold: Fold
    picture: PictureShape
    link_card: LinkCard
    link_style: LinkStyle
    actions: tuple[str, ...]
    light: Shades
    dark: Shades
    indent: bool = False
    lead: bool = False
    one_tag: bool = False
    panel: bool = False
    labelled: bool = False
    pills: bool = False
    spread: bool = False
    card_title: bool = False
    title_lines: int = 2
    button: CardButton | None = None

    def shades(self, dark: bool) -> Shades:
        return self.dark if dark else self.light

    @classmethod
    def read(cls, table: dict[str, Any]) -> Self:
        values = dict(table)
        values["parts"] = tuple(CardPart(each) for each in table["parts"])
        values["marked"] = frozenset(MarkKind(each) for each in table["marked"])
        values["fold"] = Fold.read(table["fold"])
        values["picture"] = PictureShape(**table["picture"])
        values["link_card"] = LinkCard(table["link_card"])
        values["link_style"] = LinkStyle(table.get("link_style", LinkStyle.SMALL))
        values["actions"] = tuple(table["actions"])
        values["button"] = CardButton.read(table["button"]) if "button" in table else None
        values["light"], values["dark"] = Shades(**table["light"]), Shades(**table["dark"])
        return cls(**values)


@dataclass(frozen=True, slots=True)
class CardLooks:
    """The cards of all platforms."""

    platforms: tuple[tuple[Platform, CardLook], ...]

    def of(self, platform: Platform) -> CardLook:
        return next(look for key, look in self.platforms if key is platform)


def load_looks(path: Path) -> CardLooks:
    """Read `previews.toml`. A file that isn't what this version expects raises KeyError, TypeError or ValueError."""
    with path.open("rb") as file:
        tables = tomllib.load(file)
    return CardLooks(tuple((platform, CardLook.read(tables[platform])) for platform in Platform))

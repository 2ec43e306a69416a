"""The light and the dark palette with the same names, and the brands' colours, readable on both."""

from typing import Final

from postdesk.domain.lazy_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Colours:
    """The colours of one palette, as `#rrggbb`. A `…_soft` colour is the background for text in the colour of its name."""

    background: str
    surface: str
    sunk: str
    hovered: str
    line: str
    outline: str
    text: str
    secondary: str
    accent: str
    accent_soft: str
    on_accent: str
    good: str
    good_soft: str
    bad: str
    bad_soft: str
    attention: str
    attention_soft: str
    locked: str
    locked_soft: str
    practice: str
    practice_soft: str
    practice_line: str

    def of(self, name: str) -> str:
        """Return the colour of that name; any other text is returned as a colour itself."""
        return str(getattr(self, name, name))


_LIGHT_AND_DARK: Final = {
    "background": ("#F3F4F7", "#14161B"),
    "surface": ("#FFFFFF", "#1C1F26"),
    "sunk": ("#F8F9FB", "#181B21"),
    "hovered": ("#F0F1F5", "#252930"),
    "line": ("#E1E4EA", "#2D323C"),
    "outline": ("#868E9C", "#6F7888"),
    "text": ("#1A1E26", "#E9EBEF"),
    "secondary": ("#59616E", "#A4ACB9"),
    "accent": ("#3454D1", "#8EA4FF"),
    "accent_soft": ("#EAEEFC", "#242B46"),
    "on_accent": ("#FFFFFF", "#14161B"),
    "good": ("#17734A", "#6FCF97"),
    "good_soft": ("#E7F4EC", "#1B2F25"),
    "bad": ("#B3261E", "#FF8A80"),
    "bad_soft": ("#FBEAE9", "#3A2023"),
    "attention": ("#8A5A00", "#F0C060"),
    "attention_soft": ("#FDF3DC", "#352B17"),
    "locked": ("#4A5363", "#B6BDC9"),
    "locked_soft": ("#ECEEF2", "#282D36"),
    "practice": ("#5B3A91", "#C9B4F5"),
    "practice_soft": ("#EFE8FA", "#2C2340"),
    "practice_line": ("#D9C9F2", "#4A3A6B"),
}

LIGHT: Final = Colours(**{name: light for name, (light, _) in _LIGHT_AND_DARK.items()})
DARK: Final = Colours(**{name: dark for name, (_, dark) in _LIGHT_AND_DARK.items()})

_BRANDS: Final = {
    "linkedin": ("#0A66C2", "#5AA5F0"),
    "twitter": ("#1A1E26", "#E9EBEF"),
    "facebook": ("#1877F2", "#4C97FF"),
    "instagram": ("#D62976", "#F0619F"),
    "youtube": ("#E00000", "#FF4E45"),
    "threads": ("#1A1E26", "#E9EBEF"),
    "pinterest": ("#BD081C", "#FF5A66"),
    "reddit": ("#E03D00", "#FF6A33"),
}


def brand_colour(platform: str, dark: bool) -> str:
    """Return the colour of a platform's icon, or the name of a neutral colour for an unknown platform."""
    light_and_dark = _BRANDS.get(platform)
    return light_and_dark[dark] if light_and_dark else "secondary"

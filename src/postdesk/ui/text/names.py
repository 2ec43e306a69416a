"""Platforms in short, numbers, and the first words of a text, as lists and labels show them."""

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication, QLocale

from postdesk.domain.platforms import parse_platform
from postdesk.ui.text.words import platform_word

translate = QCoreApplication.translate

_PLACES = 4


def short_name(platform: str) -> str:
    """A platform's name where there is little room."""
    known = parse_platform(platform)
    return known.short if known else platform_word(platform)


def names(platforms: Iterable[str]) -> str:
    """Several platforms by their short names."""
    return ", ".join(short_name(platform) for platform in platforms)


def number(value: float) -> str:
    """A number as this computer's language writes it, to four digits where it is none, with a real minus sign."""
    whole = int(value)
    return (QLocale().toString(whole) if whole == value else QLocale().toString(value, "g", _PLACES)).replace("-", "−")


def head(text: str) -> str:
    """The first words of a text."""
    return " ".join(text[:200].split()) or translate("Names", "No text yet")

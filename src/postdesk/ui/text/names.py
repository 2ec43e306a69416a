"""Short names of platforms, languages and time zones, numbers, and the first words of a text."""

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication, QLocale

from postdesk.domain.clients import Client
from postdesk.domain.platforms import parse_platform, platform_label
from postdesk.domain.spelling import OFF

translate = QCoreApplication.translate

_PLACES = 4


def platform_word(platform: str) -> str:
    """Return a platform's full name; for an unknown one its key."""
    return platform_label(platform)


def short_name(platform: str) -> str:
    """Return a platform's short name; for an unknown one its key."""
    known = parse_platform(platform)
    return known.short if known else platform_word(platform)


def names(platforms: Iterable[str]) -> str:
    """Return several platforms by their short names."""
    return listed(map(short_name, platforms))


def accounts_words(count: int) -> str:
    """Return a number of accounts in words: "3 accounts"."""
    return translate("Composer", "%n accounts", "", count)


def listed(parts: Iterable[str]) -> str:
    """Return several texts as one list."""
    return translate("Names", ", ").join(parts)


def client_word(client: Client) -> str:
    """Return a client's name, with a note if the client is archived."""
    return translate("Names", "{0} (archived)").format(client.name) if client.archived else client.name


def number(value: float) -> str:
    """Return a number in the desktop's language: four significant digits for fractions, and a true minus sign."""
    whole = int(value)
    return (QLocale().toString(whole) if whole == value else QLocale().toString(value, "g", _PLACES)).replace("-", "−")


def head(text: str) -> str:
    """Return the first words of a text on one line."""
    return " ".join(text[:200].split()) or translate("Names", "No text yet")


def one_line(text: str) -> str:
    """Return a text on one line."""
    return " ".join(text.split())


def beginning(text: str, most: int) -> str:
    """Return the beginning of a text on one line of at most `most` characters, with "…" if it was cut."""
    line = one_line(text)
    return line if len(line) <= most else f"{line[:most].rstrip()}…"


def zone_word(zone: str) -> str:
    """Return the city of a time zone: "America/New_York" is "New York"."""
    return zone.rsplit("/", maxsplit=1)[-1].replace("_", " ")


def language_words(language: str) -> str:
    """Return a language in its own words, "Deutsch (Österreich)"; "Off", or the code if Qt doesn't know it."""
    if language == OFF:
        return translate("Languages", "Off")
    locale = QLocale(language)
    if locale.language() is QLocale.Language.C:
        return language
    name = locale.nativeLanguageName()
    return f"{name} ({locale.nativeTerritoryName()})" if "_" in language and "(" not in name else name

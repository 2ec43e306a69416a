"""The world's time zones, searched by city, country, region or offset; from the tables of the `tzdata` package."""

import re
import unicodedata
from datetime import datetime, timedelta
from functools import cache
from importlib import resources
from typing import Final

from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.times import zone


@dataclass(frozen=True, slots=True)
class TimeZone:
    """A zone by its IANA name. `countries` and `regions` ("Eastern (most areas)") may be empty: old names have none.

    `order`: its row in the table, in which the largest city of a country comes first.
    """

    zone: str
    countries: str = ""
    regions: str = ""
    order: int = 0

    @property
    def in_use(self) -> bool:
        """True unless it is an old name of another zone."""
        return bool(self.countries) or self.zone == "UTC"

    @property
    def shown(self) -> str:
        """The display name, such as "America/New York"."""
        return self.zone.replace("_", " ")

    @property
    def city(self) -> str:
        """The last part of the name, such as "New York"."""
        return self.shown.rsplit("/", maxsplit=1)[-1]


_ALSO_CALLED: Final = {
    "AE": "UAE",
    "CD": "Congo Kinshasa",
    "CZ": "Czechia",
    "GB": "UK United Kingdom England Scotland Wales",
    "KR": "South Korea",
    "NL": "Holland",
    "US": "USA America",
}


@cache
def time_zones() -> tuple[TimeZone, ...]:
    """Return all zones by name, without those that are no places (read once, since it takes 20 ms)."""
    names = _table("iso3166.tab")
    countries = {code: f"{name} {_ALSO_CALLED.get(code, '')}".strip() for code, name in names}
    known = {
        name: TimeZone(name, countries.get(code, ""), " ".join(comments), order)
        for order, (code, _, name, *comments) in enumerate(_table("zone.tab"))
    }
    listed = resources.files("tzdata").joinpath("zones").read_text("utf-8").split()
    wanted = (name for name in listed if name == "UTC" or ("/" in name and not name.startswith("Etc/")))
    return tuple(known.get(name, TimeZone(name)) for name in sorted(wanted))


def _table(name: str) -> tuple[tuple[str, ...], ...]:
    text = resources.files("tzdata").joinpath("zoneinfo", name).read_text("utf-8")
    return tuple(tuple(line.split("\t")) for line in text.splitlines() if line and not line.startswith("#"))


_OFFSET: Final = re.compile(r"(?:utc|gmt)? ?([+-])(\d{1,2})(?::?(\d\d))?")


def find_time_zones(typed: str, now: datetime) -> tuple[TimeZone, ...]:
    """Return the zones with all the words, the likeliest first. "UTC+5:30" finds those with that offset now."""
    wanted = _plain(typed)
    if match := _OFFSET.fullmatch(wanted):
        ahead = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
        return _with_offset(ahead if match[1] == "+" else -ahead, now)
    words = wanted.split()
    found = [each for each in time_zones() if words and all(word in _searched(each) for word in words)]
    return tuple(sorted(found, key=lambda each: _rank(each, wanted)))


def time_zone_named(typed: str) -> TimeZone | None:
    """Return the zone with exactly that name, or the only one of exactly that city; None if there is none."""
    wanted = _plain(typed)
    exact = [each for each in time_zones() if _plain(each.zone) == wanted]
    cities = [each for each in time_zones() if each.in_use and _plain(each.city) == wanted]
    found = exact or cities
    return found[0] if len(found) == 1 else None


def _with_offset(ahead: timedelta, now: datetime) -> tuple[TimeZone, ...]:
    known = ((each, zone(each.zone)) for each in time_zones() if each.in_use)
    return tuple(each for each, its_zone in known if its_zone and now.astimezone(its_zone).utcoffset() == ahead)


def _rank(place: TimeZone, wanted: str) -> tuple[bool, bool, bool, int, str]:
    """Return the sort key: names in use, then whole words, then beginnings, then a country's largest cities first."""
    whole = f" {wanted} " in f" {_searched(place)} "
    return (not place.in_use, not whole, not _plain(place.city).startswith(wanted), place.order if whole else 0, place.zone)


@cache
def _searched(place: TimeZone) -> str:
    return _plain(f"{place.zone} {place.countries} {place.regions}")


def _plain(text: str) -> str:
    """Return the text in lower case, without accents, and with spaces for separators."""
    bare = "".join(each for each in unicodedata.normalize("NFKD", text.replace("−", "-")) if not unicodedata.combining(each))
    return " ".join(re.sub(r"[/_,()]", " ", bare.casefold()).split())

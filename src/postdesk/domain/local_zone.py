"""The zone of this computer, which is a new client's until another is chosen."""

from postdesk.domain.times import zone


def local_zone_name() -> str:
    """The computer's IANA zone, `UTC` where it has none that is known."""
    from tzlocal import get_localzone_name

    try:
        name = get_localzone_name()
    except LookupError:
        return "UTC"
    return name if name and zone(name) else "UTC"

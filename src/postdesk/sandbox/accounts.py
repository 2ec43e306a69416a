"""The invented accounts that the hosted connect page offers: five for each platform."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class AccountBehaviour(StrEnum):
    """An account's reaction to posts, in words for the connect page."""

    ORDINARY = "Publishes right away"
    SLOW = "Takes about three minutes to publish"
    EXPIRES = "Must be reconnected after its first post"
    FAILS = "Every post to it fails"


@dataclass(frozen=True, slots=True)
class Account:
    """An account of a platform; `kind` is the API's accountType."""

    platform: str
    id: str
    username: str
    name: str
    kind: str
    behaviour: AccountBehaviour = AccountBehaviour.ORDINARY


ACCOUNTS: Final = (
    Account("linkedin", "H8a9UFibz4", "mara-lindqvist", "Mara Lindqvist", "person"),
    Account("linkedin", "K2c7TRowm9", "harbour-bakery", "Harbour Bakery", "organization"),
    Account("linkedin", "S5d1MVnet3", "northlight-studio", "Northlight Studio", "organization", AccountBehaviour.SLOW),
    Account("linkedin", "W6e4PLkra8", "tomas-okafor", "Tomás Okafor", "person", AccountBehaviour.EXPIRES),
    Account("linkedin", "X7f0QZbor2", "old-mill-press", "Old Mill Press", "organization", AccountBehaviour.FAILS),
    Account("twitter", "tw-40118822", "maralindqvist", "Mara Lindqvist", "person"),
    Account("twitter", "tw-40118823", "harbourbakery", "Harbour Bakery", "business"),
    Account("twitter", "tw-40118824", "northlightstd", "Northlight Studio", "business", AccountBehaviour.SLOW),
    Account("twitter", "tw-40118825", "tomasokafor_", "Tomás Okafor", "person", AccountBehaviour.EXPIRES),
    Account("twitter", "tw-40118826", "oldmillpress", "Old Mill Press", "business", AccountBehaviour.FAILS),
    Account("facebook", "fb-page-7101", "Harbour Bakery", "Harbour Bakery", "page"),
    Account("facebook", "fb-page-7102", "Lindqvist Interiors", "Lindqvist Interiors", "page"),
    Account("facebook", "fb-page-7103", "Northlight Studio", "Northlight Studio", "page", AccountBehaviour.SLOW),
    Account("facebook", "fb-page-7104", "Okafor Cycles", "Okafor Cycles", "page", AccountBehaviour.EXPIRES),
    Account("facebook", "fb-page-7105", "Old Mill Press", "Old Mill Press", "page", AccountBehaviour.FAILS),
    Account("instagram", "ig-550031", "harbour.bakery", "Harbour Bakery", "business"),
    Account("instagram", "ig-550032", "lindqvist.interiors", "Lindqvist Interiors", "creator"),
    Account("instagram", "ig-550033", "northlight.studio", "Northlight Studio", "business", AccountBehaviour.SLOW),
    Account("instagram", "ig-550034", "okafor.cycles", "Okafor Cycles", "business", AccountBehaviour.EXPIRES),
    Account("instagram", "ig-550035", "oldmill.press", "Old Mill Press", "business", AccountBehaviour.FAILS),
    Account("youtube", "yt-channel-a1", "@HarbourBakery", "Harbour Bakery", "channel"),
    Account("youtube", "yt-channel-b2", "@MaraLindqvist", "Mara Lindqvist", "channel"),
    Account("youtube", "yt-channel-c3", "@NorthlightStudio", "Northlight Studio", "channel", AccountBehaviour.SLOW),
    Account("youtube", "yt-channel-d4", "@OkaforCycles", "Okafor Cycles", "channel", AccountBehaviour.EXPIRES),
    Account("youtube", "yt-channel-e5", "@OldMillPress", "Old Mill Press", "channel", AccountBehaviour.FAILS),
    Account("threads", "th-9001", "harbour.bakery", "Harbour Bakery", "business"),
    Account("threads", "th-9002", "mara.lindqvist", "Mara Lindqvist", "person"),
    Account("threads", "th-9003", "northlight.studio", "Northlight Studio", "business", AccountBehaviour.SLOW),
    Account("threads", "th-9004", "okafor.cycles", "Okafor Cycles", "business", AccountBehaviour.EXPIRES),
    Account("threads", "th-9005", "oldmill.press", "Old Mill Press", "business", AccountBehaviour.FAILS),
    Account("pinterest", "pin-31a", "harbourbakery", "Harbour Bakery", "business"),
    Account("pinterest", "pin-31b", "lindqvistinteriors", "Lindqvist Interiors", "business"),
    Account("pinterest", "pin-31c", "northlightstudio", "Northlight Studio", "business", AccountBehaviour.SLOW),
    Account("pinterest", "pin-31d", "okaforcycles", "Okafor Cycles", "business", AccountBehaviour.EXPIRES),
    Account("pinterest", "pin-31e", "oldmillpress", "Old Mill Press", "business", AccountBehaviour.FAILS),
    Account("reddit", "rd-u-1001", "harbour_bakery", "Harbour Bakery", "person"),
    Account("reddit", "rd-u-1002", "maralindqvist", "Mara Lindqvist", "person"),
    Account("reddit", "rd-u-1003", "northlight_studio", "Northlight Studio", "person", AccountBehaviour.SLOW),
    Account("reddit", "rd-u-1004", "okafor_cycles", "Okafor Cycles", "person", AccountBehaviour.EXPIRES),
    Account("reddit", "rd-u-1005", "old_mill_press", "Old Mill Press", "person", AccountBehaviour.FAILS),
)


def accounts_of(platform: str) -> tuple[Account, ...]:
    return tuple(account for account in ACCOUNTS if account.platform == platform)


def find_account(platform: str, account_id: str) -> Account | None:
    return next((account for account in accounts_of(platform) if account.id == account_id), None)

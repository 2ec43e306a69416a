"""The acts on a post, and the offer of one."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal


class Act(StrEnum):
    """An act on a post. The value names its button: `results.action.<value>`."""

    LOOK = "look"
    SAW_IT = "saw_it"
    SEND_AGAIN = "send_again"
    ANOTHER_POST = "another_post"
    ASK_LATER = "ask_later"
    DECIDE = "decide"
    DELETED = "deleted"
    RESUME_ALL = "resume_all"
    OPEN = "open"
    COPY_LINK = "copy_link"
    RECONNECT = "reconnect"
    CHECK_ACCOUNT = "check_account"
    CHECK_KEY = "check_key"
    RESUME = "resume"
    LET_GO = "let_go"
    SHOW_PLATFORMS = "show_platforms"
    PUBLISH_NOW = "publish_now"
    EDIT = "edit"
    NEW_TIME = "new_time"
    LOCK_IN = "lock_in"
    UNDO = "undo"
    RETRY = "retry"
    SHOW_RETRY = "show_retry"
    CHECK_NOW = "check_now"
    COPY = "copy"
    BACK_TO_DRAFT = "back_to_draft"
    NOT_THERE = "not_there"
    CANCEL = "cancel"
    APPROVE = "approve"
    ASK_CLIENT = "ask_client"
    DETAILS = "details"


ShowingAct = Literal[
    Act.LOOK,
    Act.ASK_LATER,
    Act.DECIDE,
    Act.OPEN,
    Act.COPY_LINK,
    Act.RECONNECT,
    Act.CHECK_ACCOUNT,
    Act.CHECK_KEY,
    Act.SHOW_PLATFORMS,
    Act.SHOW_RETRY,
    Act.EDIT,
    Act.NEW_TIME,
    Act.COPY,
    Act.DETAILS,
]
"""The acts that show, open or copy something; the others change what is sent, or what is known of it."""


@dataclass(frozen=True, slots=True)
class Offer:
    """An act that can be done now. `entry_id` is 0 and `platform` empty where it is about the whole post.

    `rest`: it is about what was not sent of a post of which another part was. `aside`: it stands in the menu, and has no button.
    """

    act: Act
    post_id: int
    client_id: int
    entry_id: int = 0
    platform: str = ""
    external_id: str = ""
    primary: bool = False
    rest: bool = False
    aside: bool = False

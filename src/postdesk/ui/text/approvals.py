# ruff: noqa: PLC0414
"""The former name of a module, until all imports name the new one."""

from postdesk.ui.text.states import approval_icon as approval_icon
from postdesk.ui.text.states import approval_story as approval_story
from postdesk.ui.text.states import approval_tone as approval_tone
from postdesk.ui.text.states import approval_word as approval_word
from postdesk.ui.text.states import changed_since as changed_since
from postdesk.ui.text.states import marked_words as marked_words
from postdesk.ui.text.states import shown_approval as shown_approval

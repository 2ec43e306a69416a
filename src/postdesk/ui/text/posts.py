# ruff: noqa: PLC0414
"""The former name of a module, until all imports name the new one."""

from postdesk.ui.text.states import post_word as post_word
from postdesk.ui.text.states import seen_as as seen_as

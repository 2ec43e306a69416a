# ruff: noqa: PLC0414
"""The former name of a module, until all imports name the new one."""

from postdesk.ui.text.times import day_names as day_names
from postdesk.ui.text.times import understood_words as understood_words
from postdesk.ui.text.times import unread_words as unread_words
from postdesk.ui.text.times import which_of_two_words as which_of_two_words

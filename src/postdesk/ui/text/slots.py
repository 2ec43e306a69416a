# ruff: noqa: PLC0414
"""The former name of a module, until all imports name the new one."""

from postdesk.ui.text.times import for_whom as for_whom
from postdesk.ui.text.times import moment_words as moment_words
from postdesk.ui.text.times import opening_words as opening_words
from postdesk.ui.text.times import slot_words as slot_words
from postdesk.ui.text.times import weekday_word as weekday_word

# ruff: noqa: PLC0414
"""The former name of a module, until all imports name the new one."""

from postdesk.ui.text.failures import COPY_ENDING, COPY_FILTER
from postdesk.ui.text.failures import contents_words as contents_words
from postdesk.ui.text.failures import not_brought_words as not_brought_words
from postdesk.ui.text.failures import not_saved_words as not_saved_words

ENDING = COPY_ENDING
FILTER = COPY_FILTER

# ruff: noqa: PLC0414
"""The former name of a module, until all imports name the new one."""

from postdesk.ui.text.file_problems import said_words as said_words
from postdesk.ui.text.file_problems import step_words as step_words
from postdesk.ui.text.file_problems import upload_problem_words

flaw_words = upload_problem_words

# ruff: noqa: PLC0414
"""The former name of a module, until all imports name the new one."""

from postdesk.ui.text.file_problems import media_problem_words, url_problem_words
from postdesk.ui.text.file_problems import no_web_address as no_web_address

flaw_words = media_problem_words
url_flaw_words = url_problem_words

# ruff: noqa: PLC0414
"""The former name of a module, until all imports name the new one."""

from postdesk.ui.text.times import TwelveHours as TwelveHours
from postdesk.ui.text.times import roomy_time as roomy_time
from postdesk.ui.text.times import time_words as time_words
from postdesk.ui.text.times import twelve_hours as twelve_hours

# ruff: noqa: PLC0414
"""The former name of a module, until all imports name the new one."""

from postdesk.ui.text.names import platform_word as platform_word
from postdesk.ui.text.names import zone_word as zone_word
from postdesk.ui.text.states import Tone as Tone
from postdesk.ui.text.states import hold_word as hold_word
from postdesk.ui.text.states import state_icon as state_icon
from postdesk.ui.text.states import state_tone as state_tone
from postdesk.ui.text.states import state_word as state_word
from postdesk.ui.text.times import clock_text as clock_text
from postdesk.ui.text.times import dated_text as dated_text
from postdesk.ui.text.times import day_text as day_text
from postdesk.ui.text.times import recent_text as recent_text
from postdesk.ui.text.times import sure_clock_text as sure_clock_text
from postdesk.ui.text.times import when_text as when_text

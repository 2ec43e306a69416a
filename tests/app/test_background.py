"""Postdesk started in the background: it works, and shows no window until the user asks for one."""

from pathlib import Path

from tests.support import profiles
from tests.support.desktop import Desktop
from tests.support.processes import until
from tests.support.running_app import ask_to_close, running_app, window_of


def test_it_starts_minimised_where_there_is_no_tray_and_a_second_start_brings_it_up(screen: Desktop, profile: Path) -> None:
    profiles.practised(profile, "Alex Morgan")
    with running_app(screen, profile, "--background") as app:
        until(lambda: (profile / "sandbox").is_dir() and any((profile / "sandbox").iterdir()))
        assert not window_of(screen, app)
        with running_app(screen, profile, "--background") as again:
            assert again.wait(20) == 0
        assert not window_of(screen, app)
        with running_app(screen, profile) as second:
            assert second.wait(20) == 0
        until(lambda: window_of(screen, app))
        ask_to_close(screen, app)
        assert app.wait(15) == 0


def test_a_new_profile_asks_what_to_begin_with_all_the_same(screen: Desktop, profile: Path) -> None:
    with running_app(screen, profile, "--background") as app:
        until(lambda: window_of(screen, app))

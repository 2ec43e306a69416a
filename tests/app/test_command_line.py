"""The options of the command line, and the variables of the environment."""

import os
from pathlib import Path

import pytest

from postdesk.command_line import TOURS, Options, parse


def test_nothing_asked_for_is_fine() -> None:
    assert parse([]) == Options()


def test_all_of_it() -> None:
    found = parse(["--profile", "p", "--sandbox", "--api-url", "https://example.com/api", "--tour", "t", "--tour-of", "composer"])
    assert found == Options(Path("p"), sandbox=True, api_url="https://example.com/api", tour=Path("t"), tour_of="composer")


def test_each_tour_that_there_is_can_be_asked_for(resources: Path) -> None:
    assert sorted(TOURS) == sorted(file.stem for file in (resources / "tours").glob("*.toml"))


@pytest.mark.parametrize("address", ["garbage", "http://example.com/api", "https://user:word@example.com/api"])
def test_an_address_that_cannot_be_the_service_is_refused(address: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        parse(["--api-url", address])
    assert left.value.code == 2
    assert "https://host/path" in capsys.readouterr().err


def test_the_key_is_taken_out_of_the_environment_and_shows_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POSTDESK_API_KEY", " canary\n")
    found = parse([])
    assert found.key == "canary"
    assert "POSTDESK_API_KEY" not in os.environ
    assert "canary" not in repr(found)

"""Scenarios are checked when they are read, with messages that say where they are wrong."""

from pathlib import Path

import pytest

from postdesk.tour.script import Choose, Click, Decide, Resize, ScriptProblem, See, Type, parse_script, read_script


def script(*actions: str, name: str = "A step") -> str:
    return f'title = "A scenario"\n[[step]]\nname = "{name}"\ndo = [{", ".join(actions)}]\n'


def test_each_action_becomes_a_value() -> None:
    read = parse_script(
        script(
            '{ click = "results.table", item = "Hello" }',
            '{ type = "Hello", into = "composer.text" }',
            '{ choose = "Dark", in = "palette" }',
            '{ see = "Published", in = "results.table", item = "Hello", within = 20 }',
            '{ browser = "allow", account = "Mara" }',
            '{ resize = "1440x900" }',
        )
    )
    assert read.title == "A scenario"
    assert read.steps[0].actions == (
        Click("results.table", "Hello"),
        Type("Hello", "composer.text"),
        Choose("Dark", "palette"),
        See("Published", "results.table", "Hello", within=20),
        Decide("allow", "Mara"),
        Resize("1440x900"),
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("title = ", "Invalid value"),
        ('title = "Empty"', "there is no [[step]]"),
        (script('{ click = "a" }').replace("title", "titel"), "the scenario: `titel` is not known there"),
        ('title = "A"\n[[step]]\ndo = [{ click = "a" }]', "step 1: `name` is a text"),
        (script(), "step 1 (A step): `do` is a list of actions"),
        (script('"click"'), "step 1 (A step): 'click' is no action"),
        (script("{ }"), "this has nothing"),
        (script('{ clik = "a" }'), "this has clik"),
        (script('{ click = "a", see = "b" }'), "this has click, see"),
        (script('{ click = "a", into = "b" }'), "step 1 (A step), click: `into` is not known there"),
        (script("{ click = 3 }"), "click: 3 is no text"),
        (script('{ click = "" }'), "click: '' is no text"),
        (script('{ see = "a", within = "soon" }'), "see: 'soon' is no number"),
        (script('{ type = "café" }'), "type: only printable ASCII characters can be typed"),
        (script('{ type = "two\\nlines" }'), "type: only printable ASCII characters can be typed"),
        (script('{ browser = "refuse" }'), "browser: browser is one of allow, deny, expire"),
        (script('{ resize = "big" }'), "resize: resize is a width and a height"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(text: str, message: str) -> None:
    with pytest.raises(ScriptProblem) as problem:
        parse_script(text)
    assert message in str(problem.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ScriptProblem, match=r"gone\.toml can't be read: No such file"):
        read_script(tmp_path / "gone.toml")


def test_pictures_are_named_after_steps() -> None:
    read = parse_script(script('{ key = "F5" }', name="It’s there: look!"))
    assert read.steps[0].slug == "it-s-there-look"


def test_every_scenario_that_is_shipped_can_be_read(resources: Path) -> None:
    files = list((resources / "tours").glob("*.toml"))
    assert files
    for file in files:
        assert read_script(file).steps

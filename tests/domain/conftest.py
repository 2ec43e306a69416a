from pathlib import Path

import pytest

from postdesk.domain.rules import Rules, load_rules
from postdesk.domain.text_counter import TextCounter

PLATFORMS_TOML = Path(__file__).parents[2] / "resources" / "platforms.toml"


@pytest.fixture(scope="session")
def rules() -> Rules:
    return load_rules(PLATFORMS_TOML)


@pytest.fixture(scope="session")
def counter(rules: Rules) -> TextCounter:
    return TextCounter(rules.x_counting)

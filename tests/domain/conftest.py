from pathlib import Path

import pytest

from postdesk.domain.counting import Counter
from postdesk.domain.rules import Rules, load_rules

PLATFORMS_TOML = Path(__file__).parents[2] / "resources" / "platforms.toml"


@pytest.fixture(scope="session")
def rules() -> Rules:
    return load_rules(PLATFORMS_TOML)


@pytest.fixture(scope="session")
def counter(rules: Rules) -> Counter:
    return Counter(rules.x_counting)

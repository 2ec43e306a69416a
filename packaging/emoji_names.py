"""Make resources/emoji from emojibase-data (npm, MIT; names and keywords are CLDR's): emoji_names.py DIR-OF-THE-UNPACKED-PACKAGE

One line for each emoji, in the order of Unicode's groups. Tabs separate its group, itself, its name, its keywords and its five
skin tones.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from emoji import EMOJI_DATA, STATUS

TARGET: Final = Path(__file__).resolve().parent.parent / "resources" / "emoji"
COMPONENTS: Final = 2
"""The group of the parts of emoji: skin tones and hair."""


def main(package: Path) -> None:
    """Write the file and its licence."""
    found = json.loads((package / "en" / "data.json").read_text("utf-8"))
    shown = [each for each in found if each.get("group", COMPONENTS) != COMPONENTS]
    shown.sort(key=lambda each: (each["group"], each["order"]))
    TARGET.mkdir(exist_ok=True)
    (TARGET / "en.tsv").write_text("".join(f"{_line(each)}\n" for each in shown), "utf-8")
    (TARGET / "LICENSE.txt").write_text((package / "LICENSE").read_text("utf-8"), "utf-8")


def _line(emoji: dict[str, Any]) -> str:
    label = emoji["label"]
    keywords = sorted({word for tag in emoji.get("tags", ()) for word in tag.split()} - set(label.split()))
    return "\t".join((str(emoji["group"]), _qualified(emoji), label, " ".join(keywords), " ".join(_tones(emoji))))


def _qualified(emoji: dict[str, Any]) -> str:
    """Return the emoji as Unicode recommends to send it: the data also has emoji selectors where none is needed."""
    bare = "".join(chr(int(point, 16)) for point in emoji["hexcode"].split("-"))
    known = (form for form in (bare, emoji["emoji"]) if EMOJI_DATA.get(form, {}).get("status") == STATUS["fully_qualified"])
    return next(known, emoji["emoji"])


def _tones(emoji: dict[str, Any]) -> Iterator[str]:
    """Yield the emoji in each skin tone; an emoji of two people has the same tone for both."""
    for each in emoji.get("skins", ()):
        tone = each["tone"]
        if isinstance(tone, int) or len(set(tone)) == 1:
            yield _qualified(each)


if __name__ == "__main__":
    main(Path(sys.argv[1]))

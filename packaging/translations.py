"""Bring resources/translations up to date with the texts in src: translations.py [NEW-LANGUAGE…]

Each language has a file of texts for translators (.ts) and the file that the window reads (.qm). The texts in src are English,
with `%n` in the plural. The English file therefore has only these texts, for their singular: write it there, remove
`type="unfinished"`, and run this again. Needs PySide6 6.12 or newer: the lupdate of older versions doesn't know plurals.
"""

import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import PySide6

ROOT: Final = Path(__file__).resolve().parent.parent
FOLDER: Final = ROOT / "resources" / "translations"
NEEDED: Final = (6, 12)
_NO_PLURAL: Final = re.compile(
    r"(<source>(.*)</source>\s*<translation type=\"unfinished\">\s*<numerusform></numerusform>\s*<numerusform>)</numerusform>"
)


def update(folder: Path, new: Iterable[str] = ()) -> None:
    """Update the files of all languages in the folder, and create those of new languages."""
    if PySide6.__version_info__ < NEEDED:
        raise SystemExit(f"PySide6 {PySide6.__version__} doesn't extract plurals: 6.12 or newer is needed.")
    languages = {file.stem.removeprefix("postdesk_") for file in folder.glob("postdesk_*.ts")}
    for language in sorted(languages | {"en", *new}):
        texts = folder / f"postdesk_{language}.ts"
        extract(texts, language, *(("-pluralonly",) if language == "en" else ()))
        if language == "en":
            texts.write_text(_NO_PLURAL.sub(r"\1\2</numerusform>", texts.read_text("utf-8")), "utf-8")
        _run("lrelease", "-silent", str(texts), "-qm", str(texts.with_suffix(".qm")))


def extract(texts: Path, language: str, *options: str) -> None:
    """Write the texts of src to a file of that language, and keep its translations."""
    of_ours = ["-silent", "-no-obsolete", "-sort-messages", "-locations", "none", "-extensions", "py", "-source-language", "en"]
    _run("lupdate", *of_ours, *options, "-target-language", language, "src", "-ts", str(texts))


def _run(tool: str, *arguments: str) -> None:
    subprocess.run([Path(PySide6.__path__[0]) / tool, *arguments], cwd=ROOT, check=True)


if __name__ == "__main__":
    if not all(re.fullmatch(r"[a-z]{2,3}(_[A-Z]{2})?", each) for each in sys.argv[1:]):
        raise SystemExit(__doc__)
    update(FOLDER, sys.argv[1:])

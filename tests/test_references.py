"""The references in documents and docstrings: each link, anchor, API gap, document and module that is named exists."""

import ast
import builtins
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final
from urllib.parse import unquote

import pytest
from tests.support.imports import PACKAGE

ROOT: Final = Path(__file__).resolve().parents[1]
DOCUMENTS: Final = (ROOT.glob("*.md"), (ROOT / "docs").rglob("*.md"), (ROOT / "resources").rglob("*.md"))
PAGES: Final = sorted(page.relative_to(ROOT).as_posix() for pages in DOCUMENTS for page in pages)
NAMING: Final = [page for page in PAGES if page not in {"CHANGELOG.md", "docs/proofs.md", "resources/icons/LICENSES.md"}]
"""The pages on which a path in backticks is a path of this repository."""

GUIDES: Final = ["CONTRIBUTING.md", "docs/architecture.md", "docs/glossary.md", "docs/delivery.md", "docs/connecting.md"]
"""The pages on which a name in backticks is also a name of the code."""

GAPS: Final = "docs/api-gaps.md"
ANYWHERE: Final = (PACKAGE, PACKAGE / "ui", ROOT)
"""A path is written from the package, from `ui` within it, or from the checkout."""

_FENCE: Final = re.compile(r"^(```|~~~).*?^\1", re.DOTALL | re.MULTILINE)
_CODE: Final = re.compile(r"`+([^`]+)`+")
_LINK: Final = re.compile(r"\[(?:[^\[\]]|\[[^\[\]]*\])*\]\(([^()\s]+)\)")
_HEADING: Final = re.compile(r"^#{1,6} +(.+?) *#*$", re.MULTILINE)
_ANCHOR: Final = re.compile(r"<a (?:id|name)=\"([^\"]+)\"")
_ELSEWHERE: Final = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_GAP: Final = re.compile(r"\bgaps? (G\d+b?)\b|\((G\d+b?)\)")
_PAGE: Final = re.compile(r"\bdocs/[\w./-]+?\.md\b")
_PATH: Final = re.compile(r"(?:\.?[\w-]+/)*[\w-]+\.(?:py|toml|md)|(?:\.?[\w-]+/)+")
_CLASS: Final = r"_?[A-Z][a-z]+(?:[A-Z][a-z]*)+"
_NAME: Final = re.compile(rf"{_CLASS}|_?[A-Z]+(?:_[A-Z]+)+")
_CLASSES: Final = (
    r"(?:Raises|\bcarr(?:y|ies) (?:an?|either|the)) ([A-Z]\w+(?:(?:, or an? |, or |, and |, | or an? | or | and )[A-Z]\w+)*)"
)
"""Classes that a docstring says a function raises, or a signal carries."""

_NAMES: Final = r"((?:`\w+`(?:, and |, | and | or )?)+)"
_PLACES: Final = (
    re.compile(_NAMES + r"\*{0,2} (?:in|of|\() ?`([\w/]+\.py)`"),
    re.compile(r"(?P<place>`[\w/]+\.py`) \((?P<names>(?:`\w+`(?:, | and )?)+)"),
)
"""A name with the module that it is in: "`Name` in `module.py`", "`Name` (`module.py`)", "`module.py` (`Name`)"."""


def links_of(text: str) -> list[str]:
    """Return the targets of a page's links, without those in code."""
    return _LINK.findall(_CODE.sub("", _FENCE.sub("", text)))


def anchors_of(text: str) -> set[str]:
    """Return the anchors of a page: those of its headings, as GitHub makes them, and explicit ones."""
    plain = _FENCE.sub("", text)
    found = set(_ANCHOR.findall(plain))
    for heading in _HEADING.findall(plain):
        name = re.sub(r"[^\w\- ]", "", re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower()).strip().replace(" ", "-")
        repeated = next(number for number in range(len(plain)) if (f"{name}-{number}" if number else name) not in found)
        found.add(f"{name}-{repeated}" if repeated else name)
    return found


def broken_links(page: str, text: str) -> list[str]:
    """Return the relative links of a page that have no target."""
    return [link for link in links_of(text) if not _ELSEWHERE.match(link) and not _leads_somewhere(page, text, link)]


def _leads_somewhere(page: str, text: str, link: str) -> bool:
    path, _, anchor = unquote(link).partition("#")
    target = (ROOT / page).parent / path if path else ROOT / page
    if not target.exists():
        return False
    there = text if not path else target.read_text(encoding="utf-8") if anchor else ""
    return not anchor or anchor in anchors_of(there)


def gaps_in(text: str) -> set[str]:
    """Return the numbers of the API gaps that a text refers to."""
    return {number for pair in _GAP.findall(text) for number in pair if number}


def missing_paths(text: str) -> list[str]:
    """Return the paths in backticks that are no file or folder of the checkout."""
    named = {code for code in _codes_in(text) if _PATH.fullmatch(code)}
    return sorted(path for path in named if not any((folder / path).exists() for folder in ANYWHERE))


def missing_names(text: str) -> list[str]:
    """Return the class names and constants in backticks that the package doesn't have."""
    named = {part for code in _codes_in(text) for part in re.split(r"[^\w]+", code) if _NAME.fullmatch(part)}
    return sorted(named - _words_of_the_package())


def misplaced_names(text: str) -> list[str]:
    """Return the names that, by the page, are in a module that doesn't have them."""
    plain = _FENCE.sub("", text)
    before, behind = (pattern.findall(plain) for pattern in _PLACES)
    pairs = [(names, place) for names, place in before] + [(names, place.strip("`")) for place, names in behind]
    return [
        f"{name} in {place}"
        for names, place in pairs
        for name in re.findall(r"\w+", names.replace(" and ", " ").replace(" or ", " "))
        if name not in _words_of(place)
    ]


def missing_classes(text: str) -> list[str]:
    """Return the classes that the docstrings of a source name, and that are neither in the package nor in what it imports."""
    named = {name for docstring in _docstrings(text) for name in _classes_in(docstring)}
    return sorted(named - _names_of_the_package() - set(dir(builtins)))


def _docstrings(text: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            yield " ".join(node.value.value.split())


def _classes_in(docstring: str) -> Iterator[str]:
    for names in re.findall(_CLASSES, docstring):
        yield from re.findall(r"[A-Z]\w+", names)
    for code in _CODE.findall(docstring):
        yield from re.findall(rf"\b{_CLASS}\b", code)


@cache
def _names_of_the_package() -> frozenset[str]:
    """Return the names in the code of the package, without those in its texts and comments."""
    trees = [ast.parse(source.read_text(encoding="utf-8")) for source in _sources()]
    names = {name for tree in trees for node in ast.walk(tree) for name in _names_of(node)}
    return frozenset(names) | sys.stdlib_module_names


def _names_of(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name) | ast.ClassDef(name=name) | ast.alias(name=name):
            yield name
        case _:
            pass


@cache
def _words_of(place: str) -> frozenset[str]:
    found = [folder / place for folder in ANYWHERE if (folder / place).is_file()]
    return frozenset(re.findall(r"\w+", found[0].read_text(encoding="utf-8"))) if found else frozenset()


def _codes_in(text: str) -> Iterator[str]:
    return (code.strip() for code in _CODE.findall(_FENCE.sub("", text)))


@cache
def _words_of_the_package() -> frozenset[str]:
    return frozenset(word for source in _sources() for word in re.findall(r"\w+", source.read_text(encoding="utf-8")))


def _sources() -> Iterator[Path]:
    return PACKAGE.rglob("*.py")


def _read(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES)
def test_each_link_leads_somewhere(page: str) -> None:
    assert broken_links(page, _read(page)) == []


@pytest.mark.parametrize("page", NAMING)
def test_each_path_on_a_page_exists(page: str) -> None:
    assert missing_paths(_read(page)) == []


@pytest.mark.parametrize("page", GUIDES)
def test_each_name_on_a_page_is_in_the_code(page: str) -> None:
    assert missing_names(_read(page)) == []


@pytest.mark.parametrize("page", NAMING)
def test_each_name_is_in_the_module_that_a_page_says(page: str) -> None:
    assert misplaced_names(_read(page)) == []


def test_each_api_gap_has_an_entry() -> None:
    known = {anchor.upper().replace("B", "b") for anchor in anchors_of(_read(GAPS)) if re.fullmatch(r"g\d+b?", anchor)}
    texts = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in _sources()}
    texts |= {page: _read(page) for page in PAGES}
    unknown = {path: sorted(gaps_in(text) - known) for path, text in texts.items()}
    assert {path: gaps for path, gaps in unknown.items() if gaps} == {}
    assert known


def test_each_document_that_the_code_names_exists() -> None:
    folders = (PACKAGE, ROOT / "tests", ROOT / "packaging")
    named = {
        (page, source.relative_to(ROOT).as_posix())
        for folder in folders
        for source in folder.rglob("*.py")
        for page in _PAGE.findall(source.read_text(encoding="utf-8"))
        if source != Path(__file__).resolve()
    }
    assert sorted(pair for pair in named if not (ROOT / pair[0]).is_file()) == []
    assert named


def test_each_class_that_a_docstring_names_exists() -> None:
    missing = {path.relative_to(PACKAGE).as_posix(): missing_classes(path.read_text(encoding="utf-8")) for path in _sources()}
    assert {path: names for path, names in missing.items() if names} == {}


def test_a_missing_class_is_found() -> None:
    text = """
def f():
    \"\"\"Raises StorageError, Gone, or OSError. `ok` carries a Draft or a Lost, `other` a `NoSuchThing`. Of LinkedIn.\"\"\"
"""
    assert missing_classes(text) == ["Gone", "Lost", "NoSuchThing"]


def test_a_broken_link_is_found() -> None:
    text = "# Two words\n[a](#two-words) [b](#three-words) [c](README.md) [d](nothing.md) [e](https://example.org) `[f](g.md)`"
    assert broken_links("CONTRIBUTING.md", text) == ["#three-words", "nothing.md"]


def test_anchors_are_those_of_the_headings_and_explicit_ones() -> None:
    text = '# The `code`, and (more)\n## Again\n## Again\n<a id="g1"></a>\n```\n# none\n```\n'
    assert anchors_of(text) == {"the-code-and-more", "again", "again-1", "g1"}


def test_references_to_gaps_are_found() -> None:
    assert gaps_in('"""See API gap G4, gap G33 and (G9b), not G5 or (g6)."""') == {"G4", "G33", "G9b"}


def test_a_missing_path_is_found() -> None:
    text = "`domain/posts.py` `ui/kit/` `kit/` `README.md` `domain/nowhere.py` `nothing/` `GET /v1/posts` `a.b`"
    assert missing_paths(text) == ["domain/nowhere.py", "nothing/"]


def test_a_missing_name_is_found() -> None:
    assert missing_names("`ComposerModel` `ComposerModel.edit` `NoSuchThing` `NO_SUCH_NAME`") == ["NO_SUCH_NAME", "NoSuchThing"]


def test_a_misplaced_name_is_found() -> None:
    right = "`Draft` and `Content` in `domain/drafts.py`, `Draft` (`domain/drafts.py`), `domain/drafts.py` (`Draft`, `Content`)"
    assert misplaced_names(right) == []
    wrong = "`Draft` and `Gone` in `domain/drafts.py`, `Lost` (`domain/drafts.py`), `domain/drafts.py` (`Draft`, `Away`)"
    assert misplaced_names(wrong) == ["Gone in domain/drafts.py", "Lost in domain/drafts.py", "Away in domain/drafts.py"]

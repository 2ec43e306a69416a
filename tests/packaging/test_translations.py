"""All texts of the window are extracted for translators, and the files that the window reads are made from them."""

import ast
import runpy
import shutil
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import PySide6
import pytest

ROOT = Path(__file__).resolve().parents[2]
TRANSLATIONS = ROOT / "resources" / "translations"
TOOL = runpy.run_path(str(ROOT / "packaging" / "translations.py"))
MARKS = {"translate", "QT_TRANSLATE_NOOP", "tr"}

needs_plurals = pytest.mark.skipif(
    PySide6.__version_info__ < TOOL["NEEDED"], reason=f"the lupdate of PySide6 {PySide6.__version__} doesn't know plurals"
)


class Text(NamedTuple):
    """A text as lupdate finds it; one with a number has plurals."""

    context: str
    source: str
    plural: bool


def texts_in(source: str, path: str = "") -> Iterator[Text | str]:
    """Yield the texts that a module marks for translation, and as a string each call that lupdate would misread."""
    tree = ast.parse(source)
    formatted = {id(node) for found in ast.walk(tree) if isinstance(found, ast.JoinedStr) for node in ast.walk(found)}
    for call, context in _calls(tree, ""):
        where = f"{path}:{call.lineno} {ast.unparse(call)}"
        arguments = [argument.value if isinstance(argument, ast.Constant) else argument for argument in call.args]
        match arguments if _name(call) != "tr" else [context, *arguments]:
            case [str(context), str(text), *rest] if text and id(call) not in formatted and not call.keywords:
                yield Text(context, text, len(rest) > 1)
            case [str(), ast.expr() as text, *_] if _name(call) == "translate" and _is_marked_elsewhere(text):
                pass
            case _:
                yield where


def _is_marked_elsewhere(text: ast.expr) -> bool:
    """Return whether the text may come from a table, where QT_TRANSLATE_NOOP marks it."""
    match text:
        case ast.IfExp(body=one, orelse=other):
            return _is_marked_elsewhere(one) and _is_marked_elsewhere(other)
        case ast.BoolOp(values=values):
            return all(map(_is_marked_elsewhere, values))
    return not isinstance(text, ast.Constant | ast.JoinedStr | ast.BinOp)


def _calls(node: ast.AST, class_name: str) -> Iterator[tuple[ast.Call, str]]:
    """Yield the calls that mark a text, each with the class that it is in."""
    for child in ast.iter_child_nodes(node):
        yield from _calls(child, node.name if isinstance(node, ast.ClassDef) else class_name)
    if isinstance(node, ast.Call) and _name(node) in MARKS and _is_of_qt(node.func):
        yield node, class_name


def _name(call: ast.Call) -> str:
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def _is_of_qt(function: ast.expr) -> bool:
    """Return whether the call marks a text.

    `painter.translate(1, 2)` and `text.translate(table)` don't; `dialog.tr("…")` does, and is read without its class.
    """
    match function:
        case ast.Attribute(attr="translate", value=owner):
            return ast.unparse(owner) in ("QCoreApplication", "QtCore.QCoreApplication")
    return True


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> ET.Element:
    file = tmp_path_factory.mktemp("texts") / "all.ts"
    TOOL["extract"](file, "en")
    return ET.parse(file).getroot()


@needs_plurals
def test_every_text_is_extracted(extracted: ET.Element) -> None:
    in_source: set[Text | str] = set()
    for file in sorted((ROOT / "src").rglob("*.py")):
        in_source.update(texts_in(file.read_text("utf-8"), file.relative_to(ROOT).as_posix()))
    assert [found for found in in_source if isinstance(found, str)] == []
    assert in_source == {
        Text(context.findtext("name", ""), message.findtext("source", ""), message.get("numerus") == "yes")
        for context in extracted.iter("context")
        for message in context.iter("message")
    }


@needs_plurals
def test_no_text_is_taken_for_a_comment(extracted: ET.Element) -> None:
    assert [comment.text for comment in extracted.iter("comment")] == []


@needs_plurals
def test_the_files_are_up_to_date(tmp_path: Path) -> None:
    shutil.copytree(TRANSLATIONS, tmp_path, dirs_exist_ok=True)
    TOOL["update"](tmp_path)
    written = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    assert written == {file.name: file.read_bytes() for file in TRANSLATIONS.iterdir()}, "run packaging/translations.py"


def test_every_english_plural_has_its_singular() -> None:
    messages = ET.parse(TRANSLATIONS / "postdesk_en.ts").getroot().iter("message")
    open_ones = [message.findtext("source") for message in messages if message.find("translation[@type]") is not None]
    assert open_ones == []


@needs_plurals
def test_a_new_language_gets_all_texts(tmp_path: Path) -> None:
    TOOL["update"](tmp_path, ["de"])
    assert {file.name for file in tmp_path.iterdir()} == {f"postdesk_{each}" for each in ("de.qm", "de.ts", "en.qm", "en.ts")}
    assert len([*ET.parse(tmp_path / "postdesk_de.ts").getroot().iter("message")]) > 2000


@pytest.mark.parametrize(
    "source",
    [
        "f\"{translate('Results', 'Nothing')}\"",
        "translate('Results', f'{count} posts')",
        "translate('Results', 'One' if count == 1 else 'More')",
        "translate('Results', '%n posts', '', n=count)",
        "translate('Results')",
        "QT_TRANSLATE_NOOP('Results', WORDS)",
        "class Pane:\n    def show(self): self.tr(words)",
    ],
)
def test_a_call_that_is_misread_is_found(source: str) -> None:
    assert [type(found) for found in texts_in(source)] == [str]


@pytest.mark.parametrize(
    ("source", "texts"),
    [
        ("translate('Results', 'Nothing ' 'here')", [Text("Results", "Nothing here", False)]),
        ("translate('Results', '%n posts', '', len(posts))", [Text("Results", "%n posts", True)]),
        ("class Pane:\n    def show(self): self.tr('Nothing')", [Text("Pane", "Nothing", False)]),
        ("QT_TRANSLATE_NOOP('Results', 'Nothing')", [Text("Results", "Nothing", False)]),
        ("translate('Results', WORDS[state])", []),
        ("translate('Results', str(WORDS.get(state) or OTHERWISE), '', count)", []),
        ("painter.translate(10, 0); text.translate(table)", []),
    ],
)
def test_marked_texts_are_found(source: str, texts: list[Any]) -> None:
    assert list(texts_in(source)) == texts

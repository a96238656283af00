"""Collect every message of the package and bring the catalogue up to date: ``make catalogue``.

babel does the work (extraction by :func:`messages_of`, merging, writing); new messages come in
without a translation, those that are said no more go out. A test finds what is not translated.
"""

from __future__ import annotations

import ast
import io
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import IO, Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from hbanalysis.intake.raw.schemas import SCHEMAS

HOME = Path(__file__).resolve().parents[1] / "hbanalysis"
LOCALE = HOME / "vocabulary" / "locale"

# Which arguments of which call are messages (positions).
SAYING: dict[str, tuple[int, ...]] = {
    "say": (0,),
    "around": (0,),
    "N_": (0,),
    "HbaError": (0,),
    "WrongUsage": (0,),
    "NotUnderstood": (0,),
    "Ambiguous": (0,),
    "__init__": (0,),  # super().__init__("...") of an error
    "Finding": (4,),
    "told": (5,),
    "observed": (4,),
}
# The same in the rooms that make sheets.
SHOWING: dict[str, tuple[int, ...]] = {"Column": (1,), "Sheet": (1,), "of": (1,)}
SHOWING_ROOMS = ("presentation", "briefing")
# Calls whose first two arguments are singular and plural, with their fewest arguments.
COUNTING = {"count": 3, "forms": 2}
# Helpers that make a column: named after what it holds.
COLUMN_MAKERS = "_column"
# The name under which a sentence is chosen before it is said.
TEMPLATE = "template"
# Rooms in which a sentence may stand under a name in capitals at the top of its module.
NAMED_ROOMS = ("intake", "vocabulary")
# Words of the contract that readers see, by module and name.
WORDS = (
    ("vocabulary.terms", "Verdict"),
    ("vocabulary.terms", "Outlook"),
    ("vocabulary.terms", "NumberStatus"),
    ("vocabulary.terms", "UNJUDGED"),
    ("intake.audit", "Answer"),
    *(
        ("analysis.completeness.coverage", name)
        for name in ("MISSING", "PARTLY", "AWAITED", "COVERED", "REJECTED")
    ),
    ("analysis.yearend.backtest", "METHODS"),
)

Message = str | tuple[str, str]


def texts(node: ast.AST) -> Iterator[str]:
    """The messages an argument can be: a literal, either side of a condition, a collection."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from texts(node.body)
        yield from texts(node.orelse)
    elif isinstance(node, ast.Dict):
        yield from (text for value in node.values for text in texts(value))
    elif isinstance(node, (ast.Tuple, ast.List, ast.Set)):
        yield from (text for value in node.elts for text in texts(value))


def literal(node: ast.AST) -> str:
    """The text of a literal; empty for anything else."""
    return next(texts(node), "")


def in_call(call: ast.Call, positions: tuple[int, ...]) -> Iterator[Message]:
    """The messages of one call; with its plural where it has one."""
    plural = next((literal(word.value) for word in call.keywords if word.arg == "plural"), "")
    for position in positions:
        if position >= len(call.args):
            continue
        for text in texts(call.args[position]):
            yield (text, plural) if plural else text


def in_tree(tree: ast.Module, room: str) -> Iterator[tuple[int, str, Message, str | None]]:
    """Every message of a module: line, call, message (a pair with a plural), context."""
    saying = SAYING | (SHOWING if room in SHOWING_ROOMS else {})
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            yield from in_class(node)
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == TEMPLATE:
            yield from ((node.lineno, TEMPLATE, text, None) for text in texts(node.value))
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        if name in COUNTING and len(node.args) >= COUNTING[name]:
            yield node.lineno, name, (literal(node.args[0]), literal(node.args[1])), None
        elif name == "within":
            yield node.lineno, name, literal(node.args[1]), literal(node.args[0])
        else:
            makes_column = name.endswith(COLUMN_MAKERS) and room in SHOWING_ROOMS
            positions = saying.get(name, (1,) if makes_column else ())
            for message in in_call(node, positions):
                yield node.lineno, name, message, None


def in_class(node: ast.ClassDef) -> Iterator[tuple[int, str, Message, None]]:
    """The sentence of an error that counts: its singular and its plural."""
    kept = {
        getattr(line.targets[0], "id", ""): literal(line.value)
        for line in node.body
        if isinstance(line, ast.Assign)
    }
    if kept.get("SINGULAR"):
        yield node.lineno, "SINGULAR", (kept["SINGULAR"], kept["PLURAL"]), None


def named_in(tree: ast.Module) -> Iterator[tuple[int, str, str, None]]:
    """Sentences that a module gives a name in capitals, to say them where the fault is found."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "_").isupper():
            one = isinstance(node.value, (ast.Constant, ast.IfExp))
            for text in texts(node.value) if one else ():
                if " " in text and (text[0].isupper() or text[0] in "{“"):
                    yield node.lineno, "named", text, None


def messages_of(
    file: IO[bytes], keywords: Any, comment_tags: Any, options: Any
) -> Iterator[tuple[int, str, Any, list[str]]]:
    """The messages of one module, as babel asks for them; its settings are ours already."""
    del keywords, comment_tags, options
    room = Path(file.name).relative_to(HOME).parts[0]
    tree = ast.parse(file.read())
    found = list(in_tree(tree, room))
    if room in NAMED_ROOMS:
        found += named_in(tree)
    for line, _call, message, context in found:
        if isinstance(message, tuple):
            if all(message):
                yield line, "ngettext", message, []
        elif context:
            yield line, "pgettext", (context, message), []
        elif message:
            yield line, "", message, []


def words() -> Iterator[str]:
    """The words of the contract that readers see."""
    for module, name in WORDS:
        kept = getattr(import_module(f"hbanalysis.{module}"), name)
        yield from [kept] if isinstance(kept, str) else map(str, kept)


def meanings() -> Iterator[str]:
    """What the columns of the raw tables mean, as ``hba dictionary`` says it."""
    for schema in SCHEMAS.values():
        yield from (column.meaning for column in schema.columns)


def extracted() -> Catalog:
    """A catalogue of all messages, without translations."""
    catalogue = Catalog(charset="utf-8")
    keywords: dict[str, Any] = {"ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
    method: Any = [("**.py", messages_of)]
    for _, _, message, _, context in extract_from_dir(HOME, method, keywords=keywords):
        catalogue.add(message, context=context)
    for word in [*words(), *meanings()]:
        catalogue.add(word)
    return catalogue


def kept(code: str) -> Catalog:
    """The catalogue of a language as it lies in the package."""
    return read_po(io.BytesIO((LOCALE / f"{code}.po").read_bytes()), locale=code)


def updated(code: str) -> bytes:
    """The catalogue with every message that is said and none that is not."""
    catalogue = kept(code)
    catalogue.update(extracted(), no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    out = io.BytesIO()
    write_po(out, catalogue, width=0, no_location=True, sort_output=True, omit_header=True)
    return header(code) + out.getvalue()


def header(code: str) -> bytes:
    """The head of the file, without a date that changes with every run."""
    text = (LOCALE / f"{code}.po").read_text(encoding="utf-8")
    return text[: text.index("\n\n") + 2].encode("utf-8")


def _forms(message: Any) -> tuple[str, ...]:
    """The translation of a message, or of each of its plural forms."""
    return message.string if isinstance(message.string, tuple) else (message.string,)


if __name__ == "__main__":
    for path in sorted(LOCALE.glob("*.po")):
        path.write_bytes(updated(path.stem))
        lacking = [str(m.id) for m in kept(path.stem) if m.id and not all(_forms(m))]
        print(f"{path.name}: {len(lacking)} messages without a translation", *lacking, sep="\n  ")
        sys.exit(bool(lacking))

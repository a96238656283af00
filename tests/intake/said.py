"""The sentences of a module: constant templates given to findings and errors, and message ids given to a language."""

from __future__ import annotations

import ast
from pathlib import Path

SAYING = {"Finding", "HbaError", "WrongUsage", "NotUnderstood", "Ambiguous", "Refused", "say", "count", "_problem",
          "_report", "_not_checked", "_about_font", "_row_finding", "_told"}


def constants(tree: ast.Module) -> dict[str, str]:
    """Texts that a module gives a name."""
    return {
        target.id: node.value.value
        for node in tree.body if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets if isinstance(target, ast.Name) and isinstance(node.value.value, str)
    }


def is_sentence(text: str) -> bool:
    """A sentence or a template, not a rule's name, a file or a key."""
    return " " in text and not text.startswith((" ", "—"))


def sentences(path: Path) -> set[str]:
    """Every sentence that the module at a path can say."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    named = constants(tree)
    said = {text for name, text in named.items()
            if name.isupper() and not name.startswith("_SOURCE") and is_sentence(text)
            and (text[0].isupper() or text.startswith(("{", "“")))}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name in SAYING:
            texts = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
            said |= {text for text in texts if is_sentence(text)}
    return said

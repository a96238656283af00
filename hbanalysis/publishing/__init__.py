"""Notebooks in, pages out.

Parameters are checked, notebooks are run by papermill, and folders are replaced whole.
"""

import sys


def _import_jsonschema() -> None:
    """Import jsonschema, which nbformat needs, without the grammar of international addresses.

    Building that grammar takes a second at every start, for a check that no notebook asks for. Who
    wants it later can still import it.
    """
    name = "rfc3987_syntax"
    if name in sys.modules or "jsonschema" in sys.modules:
        return
    sys.modules[name] = None  # type: ignore[assignment]
    try:
        import jsonschema  # noqa: F401
    finally:
        del sys.modules[name]


_import_jsonschema()

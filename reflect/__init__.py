"""reflect: a private reading companion for children's social care supervision notes.

    import reflect
    note = reflect.read("visit.docx")
    tagged = reflect.tag(note)
    with reflect.Workspace.open("~/reflect", key="…") as ws:
        ws.add(note)

The names below are imported when they are first used, so that `import reflect` costs nothing.
"""

from __future__ import annotations

from typing import Any

__all__ = ["Note", "ReflectError", "Tagged", "Workspace", "anonymise", "ask", "read", "tag"]

_WHERE = {
    "Note": "reflect.records",
    "ReflectError": "reflect.errors",
    "Tagged": "reflect.records",
    "Workspace": "reflect.workspace",
    "anonymise": "reflect.api",
    "ask": "reflect.api",
    "read": "reflect.api",
    "tag": "reflect.api",
}


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module 'reflect' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_WHERE[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)

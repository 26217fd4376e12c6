"""YAML files read against a schema; a mistake names the file, the row, the key and the nearest one."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from reflect.errors import DataError

M = TypeVar("M", bound=BaseModel)


def read_yaml(path: Path, model: type[M]) -> M:
    """Read one YAML file.

    Args:
        path: the file, UTF-8.
        model: the pydantic schema that it must fit; unknown keys are mistakes.

    Returns:
        The validated content.

    Raises:
        DataError: the file cannot be read, is not YAML, or does not fit; it names file and row.
    """
    try:
        text = path.read_text(encoding="utf-8")
        tree = yaml.compose(text, Loader=yaml.SafeLoader)
        data = yaml.safe_load(text)
    except OSError as error:
        raise DataError(
            f"{path.name} cannot be read: {error.strerror}.", "Check the path."
        ) from error
    except UnicodeDecodeError as error:
        raise DataError(f"{path.name} is not UTF-8 text.", "Save it as UTF-8.") from error
    except yaml.YAMLError as error:
        raise DataError(*_syntax(path, error)) from error
    if twice := _twice(tree):
        row, key = twice
        raise DataError(
            f"{path.name}, row {row}: '{key}' stands here a second time.",
            "Put what belongs under it in one place.",
        )
    try:
        return model.model_validate(data if data is not None else {})
    except ValidationError as error:
        raise DataError(*_misfit(path, tree, model, error)) from error


def nearest(word: str, known: Iterable[str]) -> str:
    """A hint that names the closest valid word, or lists the valid ones."""
    names = sorted(set(known))
    close = difflib.get_close_matches(word, names, n=1, cutoff=0.5)
    if close:
        return f"Did you mean '{close[0]}'?"
    return f"Valid here: {', '.join(names[:12])}{' …' if len(names) > 12 else ''}."


def _twice(tree: yaml.Node | None) -> tuple[int, str] | None:
    """The first key that a mapping holds twice, with its row; YAML would keep the last and say nothing."""
    waiting, met = [tree], set()  # an alias gives the same node again, maybe within itself
    while waiting:
        node = waiting.pop()
        if not isinstance(node, yaml.CollectionNode) or id(node) in met:
            continue
        met.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            waiting += reversed(node.value)
            continue
        keys = set()
        for key, _ in node.value:
            if (name := str(key.value)) in keys:
                return key.start_mark.line + 1, name
            keys.add(name)
        waiting += [value for _, value in reversed(node.value)]
    return None


def _syntax(path: Path, error: yaml.YAMLError) -> tuple[str, str]:
    mark = getattr(error, "problem_mark", None)
    row = f", row {mark.line + 1}" if mark else ""
    problem = getattr(error, "problem", None) or "it is not YAML"
    return f"{path.name}{row}: {problem}.", "Check the indentation, colons and quotes there."


def _misfit(
    path: Path, tree: yaml.Node | None, model: type[BaseModel], error: ValidationError
) -> tuple[str, str]:
    first = error.errors()[0]
    where = [part for part in first["loc"] if isinstance(part, str | int)]
    row = _row(tree, where)
    key = ".".join(str(part) for part in where) or "the file"
    place = f"{path.name}, row {row}: '{key}'"
    if first["type"] == "extra_forbidden":
        return f"{place} is not a key that belongs here.", nearest(
            str(where[-1]), _fields(model, where[:-1])
        )
    if first["type"] == "missing":
        return f"{place} is missing.", "Add it."
    context = first.get("ctx") or {}
    if "hint" in context:
        return f"{place}: {first['msg']}.", str(context["hint"])
    return f"{place}: {first['msg'].lower()}.", "Compare it with the shipped file."


def _row(node: yaml.Node | None, where: Sequence[str | int]) -> int:
    for part in where:
        step = _child(node, part)
        if step is None:
            break
        node = step
    return node.start_mark.line + 1 if node is not None else 1


def _child(node: yaml.Node | None, part: str | int) -> yaml.Node | None:
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        child: yaml.Node = node.value[part]
        return child
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(part):
                # A mapping begins on its first key's row; a plain value on its own.
                return value if isinstance(value, yaml.CollectionNode) else key
    return None


def _fields(model: type[BaseModel], where: Sequence[str | int]) -> list[str]:
    """The keys that the schema allows at a place."""
    current: Any = model
    for part in where:
        if isinstance(part, int):
            continue
        field = current.model_fields.get(part)
        if field is None:
            return []
        current = _model_within(field.annotation) or current
    return list(current.model_fields)


def _model_within(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for inner in getattr(annotation, "__args__", ()):
        found = _model_within(inner)
        if found:
            return found
    return None

"""WordprocessingML by local name, so that its transitional and strict dialects read alike."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from reflect.ingest.archive import read_xml

if TYPE_CHECKING:
    from reflect.ingest.source import Source

_MAIN = frozenset(
    "{" + uri + "}"
    for uri in (
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
)


def local(element: Element) -> str:
    """An element's name without its namespace."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def word(element: Element) -> str:
    """The name of an element of Word's own; empty for any other's (a drawing's `t`, say)."""
    space, _, name = element.tag.rpartition("}") if isinstance(element.tag, str) else ("", "", "")
    if space + "}" in _MAIN:
        return name
    return name if name in ("AlternateContent", "oMath", "oMathPara") else ""


def child(element: Element | None, *path: str) -> Element | None:
    """The first child, and its first child, and so on, by local names."""
    for name in path:
        if element is None:
            return None
        element = next((each for each in element if local(each) == name), None)
    return element


def value(element: Element | None, name: str = "val") -> str:
    """An attribute by its local name; empty where there is none."""
    if element is None:
        return ""
    return next((v for k, v in element.attrib.items() if k.rpartition("}")[2] == name), "")


def is_on(element: Element | None) -> bool:
    """Whether a switch such as `<w:vanish/>` is there and on."""
    return element is not None and value(element) not in ("0", "false", "off")


def alternative(element: Element) -> Element | None:
    """Of a drawing written twice, the one to read: the modern, unless only the old has text."""
    choice, fallback = child(element, "Choice"), child(element, "Fallback")
    if fallback is None or (choice is not None and _has_box(choice)) or not _has_box(fallback):
        return choice if choice is not None else fallback
    return fallback


def _has_box(element: Element) -> bool:
    return any(local(each) == "txbxContent" for each in element.iter())


@dataclass(frozen=True)
class Package:
    """A Word file's parts, found by the relations between them."""

    source: Source
    archive: zipfile.ZipFile

    def part(self, name: str) -> Element | None:
        """A part's tree."""
        return read_xml(self.source, self.archive, name, "docx")

    def relations(self, part: str) -> Iterator[tuple[str, str, str]]:
        """The id, the kind and the target's name of each relation of a part (of the file: "")."""
        folder, name = posixpath.split(part)
        tree = self.part(posixpath.join(folder, "_rels", f"{name}.rels"))
        for each in tree if tree is not None else ():
            if value(each, "TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, value(each, "Target")))
                kind = value(each, "Type").rpartition("/")[2]
                yield value(each, "Id"), kind, target.lstrip("/")

    def main(self) -> str:
        """The name of the part with the document itself."""
        names = (name for _, kind, name in self.relations("") if kind == "officeDocument")
        return next(names, "word/document.xml")

"""Which paragraphs of a Word file are items of a list, and how deep."""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree.ElementTree import Element

from reflect.ingest.wordxml import child, local, value

_DEEPEST = 8


@dataclass(frozen=True)
class Styles:
    """The paragraph properties that styles bring, with what they are based on.

    Attributes:
        properties: for each style's id, its own properties and the id of its base.
        default: the id of the style that a paragraph has when it names none.
    """

    properties: dict[str, tuple[Element | None, str]]
    default: str = ""

    def indent(self, paragraph: Element) -> int | None:
        """How deep in a list a paragraph is, from 0; None outside of lists.

        A numbered heading is no list item.
        """
        number, level, outline = "", "", False
        for own in self._chain(child(paragraph, "pPr")):
            number = number or value(child(own, "numPr", "numId"))
            level = level or value(child(own, "numPr", "ilvl"))
            outline = outline or value(child(own, "outlineLvl")) in tuple("012345678")
        if outline or number in ("", "0"):
            return None
        return min(int(level), _DEEPEST) if level.isdecimal() else 0

    def _chain(self, own: Element | None) -> list[Element]:
        found = [own] if own is not None else []
        style, seen = value(child(own, "pStyle")) or self.default, set[str]()
        while style in self.properties and style not in seen:
            seen.add(style)
            properties, style = self.properties[style]
            if properties is not None:
                found.append(properties)
        return found


def read_styles(tree: Element | None) -> Styles:
    """The styles of `styles.xml`; none where the file has none."""
    properties, default = {}, ""
    for style in tree if tree is not None else ():
        if local(style) == "style" and value(style, "type") in ("", "paragraph"):
            name = value(style, "styleId")
            properties[name] = (child(style, "pPr"), value(child(style, "basedOn")))
            if value(style, "default") in ("1", "true", "on"):
                default = name
    return Styles(properties, default)

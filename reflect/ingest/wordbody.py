"""The text of a run of Word's blocks: paragraphs, lists, tables, text boxes, in document order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from reflect.ingest.wordlists import Styles
from reflect.ingest.wordxml import alternative, child, is_on, local, value, word

# What holds text of the paragraph without being a run.
_THROUGH = frozenset(
    "hyperlink ins moveTo smartTag fldSimple sdtContent customXml dir bdo rt rubyBase".split()
)
_REMOVED = frozenset(("del", "moveFrom"))
_FIXED = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-"}
# Ticks of Wingdings: the private codes mean nothing elsewhere.
_SYMBOLS = {
    "F0FE": "☒", "F0FD": "☒", "F078": "☒", "F0A8": "☐", "F06F": "☐", "F0FC": "✓", "F0FB": "✗",
    "F0B7": "•", "F0A7": "▪", "F0E0": "→", "F04A": "☺",
}  # fmt: skip
_OBJECTS = {"OLEObject": "embedded object", "chart": "chart", "relIds": "diagram"}


class Body:
    """Reads blocks to lines and keeps count of what it could not read.

    Attributes:
        skipped: how often each kind of thing was left out.
        notes: the kind and id of the footnotes and endnotes referred to, in order.
    """

    def __init__(self, styles: Styles) -> None:
        self.styles = styles
        self.skipped: Counter[str] = Counter()
        self.notes: list[tuple[str, str]] = []
        self._boxes: list[Element] = []

    def blocks(self, parent: Element) -> list[str]:
        """The lines of a body, cell, box, header or note."""
        lines: list[str] = []
        for block in parent:
            name = word(block)
            if name == "p":
                lines += self._paragraph(block)
            elif name == "tbl":
                lines += self._table(block)
            elif name == "sdt":
                lines += self._box_content(block)
            elif name in _THROUGH:
                lines += self.blocks(block)
            elif name in _REMOVED:
                self._removed(block)
            elif name == "altChunk":
                self.skipped["embedded document"] += 1
            elif name == "AlternateContent" and (chosen := alternative(block)) is not None:
                lines += self.blocks(chosen)
        return lines

    def _box_content(self, box: Element) -> list[str]:
        if is_on(child(box, "sdtPr", "showingPlcHdr")):
            self.skipped["form box left unfilled"] += 1
            return []
        content = child(box, "sdtContent")
        return self.blocks(content) if content is not None else []

    def _paragraph(self, paragraph: Element) -> list[str]:
        outer, self._boxes = self._boxes, []
        text = "".join(self._inline(paragraph))
        boxes, self._boxes = self._boxes, outer
        properties = child(paragraph, "pPr")
        lines = []
        if text.strip() or not is_on(child(properties, "rPr", "del")):
            indent = self.styles.indent(paragraph)
            if indent is not None and text.strip():
                text = "  " * indent + "- " + text
            if is_on(child(properties, "pageBreakBefore")):
                text = "\f" + text
            lines.append(text)
        for box in boxes:
            lines += self.blocks(box)
        return lines

    def _inline(self, parent: Element) -> Iterator[str]:
        for each in parent:
            name = word(each)
            if name == "r":
                yield from self._run(each)
            elif name in _THROUGH or name == "ruby":
                yield from self._inline(each)
            elif name == "sdt":
                if is_on(child(each, "sdtPr", "showingPlcHdr")):
                    self.skipped["form box left unfilled"] += 1
                else:
                    yield from self._inline(each)
            elif name in _REMOVED:
                self._removed(each)
            elif name in ("oMath", "oMathPara"):
                self.skipped["equation"] += 1
            elif name == "AlternateContent" and (chosen := alternative(each)) is not None:
                yield from self._inline(chosen)

    def _run(self, run: Element) -> Iterator[str]:
        if is_on(child(run, "rPr", "vanish")):
            self.skipped["run of hidden text"] += any(local(each) == "t" for each in run)
            return
        for each in run:
            name = word(each)
            if name == "t":
                yield each.text or ""
            elif name in ("drawing", "pict", "object", "AlternateContent"):
                self._shape(each)
            elif name == "ruby":
                yield from self._inline(each)
            else:
                yield self._mark(name, each)

    def _mark(self, name: str, mark: Element) -> str:
        """What stands in a run for a character or a few."""
        if name == "br":
            return "\f" if value(mark, "type") == "page" else "\n"
        if name == "sym":
            return self._symbol(mark)
        if name in ("footnoteReference", "endnoteReference"):
            self.notes.append((name.removesuffix("Reference"), value(mark, "id")))
            return f"[{len(self.notes)}]"
        return _form_field(mark) if name == "fldChar" else _FIXED.get(name, "")

    def _symbol(self, symbol: Element) -> str:
        code = value(symbol, "char").upper()
        if code not in _SYMBOLS:
            self.skipped["symbol"] += 1
        return _SYMBOLS.get(code, "")

    def _shape(self, shape: Element) -> None:
        """Text boxes are kept for after the paragraph; what is only to be seen is counted."""
        name = local(shape)
        if name == "txbxContent":
            self._boxes.append(shape)
        elif name == "AlternateContent":
            if (chosen := alternative(shape)) is not None:
                self._shape(chosen)
        elif name == "object" and any(local(each) == "OLEObject" for each in shape.iter()):
            self.skipped["embedded object"] += 1  # its picture is only a preview
        elif name in ("blip", "imagedata"):
            self.skipped["picture"] += 1
        elif name in _OBJECTS:
            self.skipped[_OBJECTS[name]] += 1
        else:
            for each in shape:
                self._shape(each)

    def _removed(self, element: Element) -> None:
        if any(local(each) in ("delText", "t") for each in element.iter()):
            self.skipped["deletion in tracked changes"] += 1

    def _table(self, table: Element) -> list[str]:
        lines: list[str] = []
        for row in _inside(table, "tr"):
            if is_on(child(row, "trPr", "del")):
                self._removed(row)
                continue
            lines += self._row(row)
        return lines

    def _row(self, row: Element) -> list[str]:
        """`| a | b |`; a row with a cell of several paragraphs, or of one cell, as those lines.

        Whole narratives are written in cells, and on one line they would lose their shape.
        """
        cells = [self._cell(cell) for cell in _inside(row, "tc")]
        flat = all(len(cell) < 2 and "\n" not in "".join(cell) for cell in cells)
        if not any(cells):
            return []
        if len(cells) > 1 and flat:
            return ["| " + " | ".join("".join(cell) for cell in cells) + " |"]
        return [line for cell in cells for line in cell]

    def _cell(self, cell: Element) -> list[str]:
        for merge in ("vMerge", "hMerge"):
            merged = child(cell, "tcPr", merge)
            if merged is not None and value(merged) != "restart":
                return []  # goes on from the cell above or before, which has been read
        return [line for line in self.blocks(cell) if line.strip()]


def _inside(parent: Element, wanted: str) -> Iterator[Element]:
    """Rows of a table or cells of a row, also from inside content controls."""
    for each in parent:
        name = word(each)
        if name == wanted:
            yield each
        elif name in ("sdt", "customXml", "sdtContent", "ins", "smartTag"):
            yield from _inside(each, wanted)


def _form_field(field: Element) -> str:
    """What an old form's tick box or list shows: it is not in the text."""
    data = child(field, "ffData")
    box, choices = child(data, "checkBox"), child(data, "ddList")
    if box is not None:
        checked = child(box, "checked")
        return "☒" if is_on(checked if checked is not None else child(box, "default")) else "☐"
    if choices is None:
        return ""
    entries = [value(each) for each in choices if local(each) == "listEntry"]
    picked = value(child(choices, "result")) or value(child(choices, "default")) or "0"
    return entries[int(picked)] if picked.isdecimal() and int(picked) < len(entries) else ""

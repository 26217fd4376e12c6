"""Word files. The XML is read directly, with entities forbidden.

python-docx walks neither content controls, which council forms are made of, nor text boxes, notes
and tracked changes; docx2python reads those but writes its own marks into the text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from reflect.ingest.archive import open_archive
from reflect.ingest.dates import iso
from reflect.ingest.source import Document, Source, checked, lf
from reflect.ingest.wordbody import Body
from reflect.ingest.wordlists import read_styles
from reflect.ingest.wordxml import Package, child, local, value

_PLURALS = {
    "deletion in tracked changes": "deletions in tracked changes",
    "form box left unfilled": "form boxes left unfilled",
    "run of hidden text": "runs of hidden text",
}


def read_word(source: Source) -> Document:
    r"""Read a Word file.

    Args:
        source: the file.

    Returns:
        A line a paragraph: headers, the body, footnotes and endnotes as "[1] …", comments, footers.
        List items begin with "- "; a page break that the writer put in is `\f`.

    Raises:
        UnreadableInput: malformed, encrypted, a bomb, or without text.
    """
    with source.open() as file, open_archive(source, file, "docx") as archive:
        try:
            return _document(source, Package(source, archive))
        except RecursionError:  # tables within tables beyond anything that Word writes
            raise source.problem("docx") from None


def _document(source: Source, package: Package) -> Document:
    main = package.main()
    tree = package.part(main)
    content = child(tree, "body")
    if content is None:
        raise source.problem("docx")
    relations = list(package.relations(main))
    parts = {kind: name for _, kind, name in relations}
    body = Body(read_styles(package.part(parts.get("styles", ""))))
    lines = body.blocks(content)
    notes = _notes(package, parts, body)
    comments = _comments(package.part(parts.get("comments", "")), body)
    targets = {name: target for name, _, target in relations}
    headers = _margins(package, content, targets, body, "headerReference")
    footers = _margins(package, content, targets, body, "footerReference")
    text = lf("\n".join([*headers, *lines, *notes, *comments, *footers]))
    checked(source, text, empty="pictures" if body.skipped else "empty")
    return Document(text, _metadata(package), _skipped(body.skipped))


def _margins(
    package: Package, content: Element, targets: dict[str, str], body: Body, name: str
) -> list[str]:
    """The headers or footers of all sections, each once, without blank lines."""
    found: list[list[str]] = []
    read: set[str] = set()
    for reference in (each for each in content.iter() if local(each) == name):
        part = targets.get(value(reference, "id"), "")
        tree = package.part(part) if part not in read else None
        read.add(part)
        if tree is not None:
            lines = [line for line in body.blocks(tree) if line.strip()]
            if lines and lines not in found:
                found.append(lines)
    return [line for lines in found for line in lines]


def _notes(package: Package, parts: dict[str, str], body: Body) -> list[str]:
    """The footnotes and endnotes, numbered as they are referred to."""
    trees = {kind: package.part(parts.get(f"{kind}s", "")) for kind in ("footnote", "endnote")}
    by_id = {
        (kind, value(note, "id")): note
        for kind, tree in trees.items()
        for note in (tree if tree is not None else ())
    }
    lines = []
    for number, reference in enumerate(list(body.notes), 1):
        if reference in by_id:
            text = "\n".join(body.blocks(by_id[reference]))
            lines.append(f"[{number}]{'' if text.startswith(' ') else ' '}{text}")
    return lines


def _comments(tree: Element | None, body: Body) -> Iterator[str]:
    for comment in tree if tree is not None else ():
        text = "\n".join(body.blocks(comment))
        author = value(comment, "author")
        if local(comment) == "comment" and text.strip():
            yield f"Comment ({author}): {text}" if author else f"Comment: {text}"


def _metadata(package: Package) -> dict[str, str]:
    """Title, author and category; as the date the last saving, since old notes serve as forms."""
    names = {kind: name for _, kind, name in package.relations("")}
    tree = package.part(names.get("core-properties", "docProps/core.xml"))
    said = {local(each): (each.text or "").strip() for each in (tree if tree is not None else ())}
    found = {
        "title": said.get("title", ""),
        "date": iso(said.get("modified") or said.get("created") or ""),
        "kind": said.get("category", ""),
        "author": said.get("creator", ""),
    }
    return {key: text for key, text in found.items() if text}


def _skipped(counts: Counter[str]) -> tuple[str, ...]:
    return tuple(
        f"{count} {what if count == 1 else _PLURALS.get(what, what + 's')}"
        for what, count in counts.items()
        if count
    )

"""Pages as Markdown, HTML and Word."""

from __future__ import annotations

import io
import itertools
import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from reflect.codebook import Codebook
from reflect.records import Sentence, Tagged, sureness
from reflect.resources import data_path
from reflect.sheet.pages import CREED, Page

if TYPE_CHECKING:
    from jinja2 import Template

Form = Literal["md", "docx", "html"]
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_MARKDOWN = re.compile(r"([\\`*_\[\]<>#|])")


def render(page: Page, form: Form) -> bytes:
    """Render a page.

    Args:
        page: the page.
        form: `md`, `html` (one file, no links to anything) or `docx`.

    Returns:
        The file's bytes.
    """
    forms: dict[Form, Callable[[Page], bytes]] = {"md": _markdown, "html": _html, "docx": _word}
    return forms[form](page)


def marked_page(notes: Iterable[Tagged], codebook: Codebook) -> str:
    """Notes with their marks as one page of HTML to read, by eye or by screen reader."""
    told = [{"source": each.note.source, "rows": _rows(each, codebook)} for each in notes]
    return _template("marked.html").render(notes=told, footer=CREED)


def _rows(tagged: Tagged, codebook: Codebook) -> list[dict[str, object]]:
    return [
        {
            "parts": _parts(tagged.note.text, sentence),
            "marks": [
                {
                    "family": code.family,
                    "glyph": codebook.glyph(code.code),
                    "label": codebook.get(code.code).label,
                    "sure": sureness(code.score),
                }
                for code in sentence.codes
            ],
        }
        for sentence in tagged.sentences
    ]


def _parts(text: str, sentence: Sentence) -> list[tuple[str, str]]:
    """Cut a sentence at the edges of its evidence: (text, family or nothing)."""
    runs = [(e.start, e.end, c.family) for c in sentence.codes for e in c.evidence]
    inner = (edge for a, b, _ in runs for edge in (a, b))
    edges = sorted({sentence.start, sentence.end, *inner})
    parts = []
    for a, b in itertools.pairwise(edges):
        family = next((name for x, y, name in runs if x <= a and b <= y), "")
        parts.append((text[a:b], family))
    return parts


@lru_cache
def _template(name: str) -> Template:
    from jinja2 import Environment  # 60 ms

    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(data_path("corpora", "pages", name).read_text(encoding="utf-8"))


def _html(page: Page) -> bytes:
    return _template("sheet.html").render(page=page).encode("utf-8", "replace")


def _markdown(page: Page) -> bytes:
    rows = [f"# {_escaped(page.title)}", "", f"*{_escaped(page.about)}*", ""]
    for section in page.sections:
        rows += [f"## {_escaped(section.heading)}", ""]
        for line in section.lines:
            text = _escaped(line.text)
            rows += [f"> {text}" if line.quoted else f"*{text}*" if line.quiet else text, ""]
    rows += ["---", "", f"*{_escaped(page.footer)}*", ""]
    return "\n".join(rows).encode("utf-8", "replace")


def _escaped(text: str) -> str:
    return _MARKDOWN.sub(r"\\\1", text)


def _word(page: Page) -> bytes:
    from docx import Document  # 150 ms
    from docx.shared import Pt

    document = Document()
    document.core_properties.author = ""
    document.core_properties.title = _plain(page.title)[:255]
    document.styles["Normal"].font.size = Pt(10.5)
    document.add_heading(_plain(page.title), level=1)
    document.add_paragraph().add_run(_plain(page.about)).italic = True
    for section in page.sections:
        document.add_heading(_plain(section.heading), level=2)
        for line in section.lines:
            style = "Quote" if line.quoted else None
            run = document.add_paragraph(style=style).add_run(_plain(line.text))
            run.italic = line.quiet
    document.add_paragraph().add_run(_plain(page.footer)).italic = True
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _plain(text: str) -> str:
    """Text without the characters that XML cannot hold."""
    return _CONTROL.sub("\ufffd", text)

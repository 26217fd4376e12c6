"""The text of an HTML e-mail, as a reader would see it."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_BLOCKS = frozenset(
    "address article aside blockquote div dl dt dd fieldset figure footer form h1 h2 h3 h4 h5 h6 "
    "header hr main nav ol p pre section table tr ul li".split()
)
_SPACED = frozenset("p h1 h2 h3 h4 h5 h6 ul ol blockquote".split())
_UNSEEN = frozenset("head script style title template".split())
_SPACE = re.compile(r"[ \t\r\n\f]+")


def html_to_text(html: str) -> str:
    """Turn HTML to plain text.

    Args:
        html: a page.

    Returns:
        Blocks on lines of their own, list items as "- ", table cells apart by tabs.
    """
    parser = _Text()
    parser.feed(html)
    parser.close()
    return "".join(parser.out).strip(" \n")


class _Text(HTMLParser):
    """Writes text as it goes; `gap` is the number of line ends that the next text needs first."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self.gap = 0
        self.prefix = ""
        self.unseen = 0
        self.pre = 0
        self.cells = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self.unseen += 1
        elif tag == "br":
            self.out.append("\n" * (self.gap + 1))
            self.gap = 0
        elif tag in ("td", "th"):
            self.cells += 1
            if self.cells > 1:
                self.prefix = "\t"
        elif tag in _BLOCKS:
            self._block(tag)
            self.pre += tag == "pre"
            self.prefix = "- " if tag == "li" else self.prefix
            self.cells = 0 if tag == "tr" else self.cells

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self.unseen = max(0, self.unseen - 1)
        elif tag in _BLOCKS:
            self._block(tag)
            self.pre = max(0, self.pre - (tag == "pre"))
            self.prefix = ""

    def handle_data(self, data: str) -> None:
        if self.unseen:
            return
        text = data if self.pre else _SPACE.sub(" ", data)
        started = bool(self.out) and not self.gap and not self.out[-1].endswith((" ", "\n", "\t"))
        if not self.pre and not started:
            text = text.lstrip(" ")
        if not text:
            return
        if self.prefix == "\t":
            self.gap = 0
        self.out.append("\n" * (self.gap if self.out else 0) + self.prefix)
        self.out.append(text)
        self.gap, self.prefix = 0, ""

    def _block(self, tag: str) -> None:
        self.gap = max(self.gap, 2 if tag in _SPACED else 1)
        if self.out and self.out[-1].endswith("\n"):
            self.gap = max(0, self.gap - 1)

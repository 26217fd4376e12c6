"""The text of an HTML e-mail, as a reader would see it.

Only the names of tags matter, so they are found here in one pass: the standard library's parser
takes time that grows with the square of the length on tags left open, and an e-mail comes from
anybody.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

_BLOCKS = frozenset(
    "address article aside blockquote div dl dt dd fieldset figure footer form h1 h2 h3 h4 h5 h6 "
    "header hr main nav ol p pre section table tr ul li".split()
)
_SPACED = frozenset("p h1 h2 h3 h4 h5 h6 ul ol blockquote".split())
_UNSEEN = ("script", "style", "title")
_SPACE = re.compile(r"[ \t\r\n\f]+")
# No "<" anywhere inside, so that no try goes past the next tag.
_TAG = re.compile(
    r"<(?:(/?)([A-Za-z][A-Za-z0-9:-]*)|[!?/])[^<>\"']*"
    r"(?:(?:\"[^\"<]*\"|'[^'<]*')[^<>\"']*)*>|<(/?)([A-Za-z][A-Za-z0-9:-]*)[^<>]*>"
)


def html_to_text(page: str) -> str:
    """Turn HTML to plain text.

    Args:
        page: the HTML.

    Returns:
        Blocks on lines of their own, list items as "- ", table cells apart by tabs.
    """
    writer = _Writer()
    for tag, text in _tokens(page):
        if tag:
            writer.tag(tag)
        else:
            writer.text(html.unescape(text))
    return "".join(writer.out).strip(" \n")


def _tokens(page: str) -> Iterator[tuple[str, str]]:
    """Tags as their names ("/p" where one ends), and the text between them."""
    lower = page.lower() if len(page.lower()) == len(page) else page
    at = 0
    while at < len(page):
        start = page.find("<", at)
        start = len(page) if start < 0 else start
        if start > at:
            yield "", page[at:start]
        if page.startswith("<!--", start):
            at = _after(page, "-->", start + 4)
            continue
        tag = _TAG.match(page, start)
        if tag is None:
            yield "", page[start : start + 1]
            at = start + 1
            continue
        name = ((tag[1] or tag[3] or "") + (tag[2] or tag[4] or "")).lower()
        at = tag.end()
        if name in _UNSEEN:
            at = _after(page, ">", _after(lower, f"</{name}", at))
        elif name.strip("/"):
            yield name, ""


def _after(page: str, what: str, start: int) -> int:
    """Where the text goes on after something; the end where it never comes."""
    found = page.find(what, start)
    return len(page) if found < 0 else found + len(what)


class _Writer:
    """Writes text as it goes.

    Attributes:
        out: what is written.
        gap: how many line ends the next text needs before it.
        prefix: what stands before the next text: a bullet or a tab.
    """

    def __init__(self) -> None:
        self.out: list[str] = []
        self.gap = 0
        self.prefix = ""
        self._cells = 0
        self._pre = 0

    def tag(self, name: str) -> None:
        """A tag begins or, with a slash before its name, ends."""
        if name == "br":
            self.out.append("\n" * (self.gap + 1))
            self.gap = 0
        elif name in ("td", "th"):
            self._cells += 1
            if self._cells > 1:
                self.prefix = "\t"
        elif name.strip("/") in _BLOCKS:
            self._block(name.strip("/"))
            self.prefix = "- " if name == "li" else ""
            if name == "tr":
                self._cells = 0
            elif name.strip("/") == "pre":
                self._pre = max(0, self._pre + (1 if name == "pre" else -1))

    def text(self, text: str) -> None:
        """Text, its white space run together as a browser does."""
        if not self._pre:
            text = _SPACE.sub(" ", text)
            last = self.out[-1] if self.out else "\n"
            if self.gap or self.prefix or last.endswith((" ", "\n", "\t")):
                text = text.lstrip(" ")
        if not text:
            return
        gap = 0 if self.prefix == "\t" or not self.out else self.gap
        self.out += ("\n" * gap + self.prefix, text)
        self.gap, self.prefix = 0, ""

    def _block(self, name: str) -> None:
        self.gap = max(self.gap, 2 if name in _SPACED else 1)
        if self.out and self.out[-1].endswith("\n"):
            self.gap = max(0, self.gap - 1)

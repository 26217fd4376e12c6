"""PDF: the text of each page, and what is on the pages besides."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from reflect.ingest.dates import iso_pdf
from reflect.ingest.problems import LIMIT
from reflect.ingest.source import Document, Source, checked, lf

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage

_ONE_AT_A_TIME = threading.Lock()  # PDFium is not safe for threads
_PASSWORD = 4  # FPDF_ERR_PASSWORD


def read_pdf(source: Source) -> Document:
    """Read a PDF.

    Args:
        source: the file.

    Returns:
        Its pages one after another, a line end between them; a word that is hyphenated at a line's
        end stays in two. Pages without text, pictures and form fields are said in `skipped`.

    Raises:
        UnreadableInput: encrypted, malformed, scanned, or empty.
    """
    import pypdfium2  # 60 ms

    data = source.data()
    with _ONE_AT_A_TIME:
        try:
            pdf = pypdfium2.PdfDocument(data)
            try:
                return _document(source, pdf)
            finally:
                pdf.close()
        except pypdfium2.PdfiumError as error:
            key = "encrypted" if error.err_code == _PASSWORD else "pdf"
            raise source.problem(key) from None
        except (UnicodeDecodeError, ValueError, IndexError):  # its text and metadata decoding
            raise source.problem("pdf") from None


def _document(source: Source, pdf: PdfDocument) -> Document:
    text, starts, bare, pictures = "", [], [], 0
    for number in range(len(pdf)):
        page = pdf[number]
        words, images, objects = _page(page)
        page.close()
        pictures += images
        if objects and not words.strip():
            bare.append(number + 1)
        if words and text and not text.endswith("\n"):
            text += "\n"
        starts.append(len(text))
        text += words
        if len(text) > LIMIT:
            raise source.problem("huge")
    checked(source, text, empty="scanned" if bare else "empty")
    skipped = _skipped(bare, pictures, pdf.get_formtype() != 0)
    return Document(text, _metadata(pdf), skipped, tuple(starts))


def _page(page: PdfPage) -> tuple[str, int, int]:
    """A page's text, how many pictures it has, and how many objects of any kind."""
    from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE

    reader = page.get_textpage()
    # PDFium writes STX for a hyphen at a line's end, and joins the two lines there.
    words = lf(reader.get_text_bounded()).replace("\x02", "-\n").replace("\ufffe", "-\n")
    reader.close()
    kinds = [item.type for item in page.get_objects()]
    return words, kinds.count(FPDF_PAGEOBJ_IMAGE), len(kinds)


def _skipped(bare: list[int], pictures: int, form: bool) -> tuple[str, ...]:
    skipped = []
    if bare:
        named = ", ".join(map(str, bare[:20])) + (" …" if len(bare) > 20 else "")
        skipped.append(f"page{'s' * (len(bare) > 1)} {named}: a picture with no text in it")
    if pictures > len(bare):
        skipped.append("1 picture" if pictures == 1 else f"{pictures} pictures")
    if form:
        skipped.append("what was typed into the boxes of the PDF form")
    return tuple(skipped)


def _metadata(pdf: PdfDocument) -> dict[str, str]:
    said = pdf.get_metadata_dict()
    found = {
        "title": said.get("Title", "").strip(),
        "date": iso_pdf(said.get("CreationDate", "")),
        "author": said.get("Author", "").strip(),
    }
    return {key: value for key, value in found.items() if value}

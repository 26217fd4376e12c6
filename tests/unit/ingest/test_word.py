"""Word files: everything that a reader sees, in order, and word of what was left out."""

from __future__ import annotations

import datetime

import docx
import pytest

from reflect.ingest import read_text
from reflect.records import Note

from .files import NAMES, W, built_docx, p, raw_docx


def word(data: bytes) -> Note:
    (note,) = read_text(data, "a.docx")
    return note


def tc(content: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def tr(*cells: str) -> str:
    return f"<w:tr>{''.join(cells)}</w:tr>"


def box(content: str) -> str:
    inside = f"<w:txbxContent>{content}</w:txbxContent>"
    return (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>"
        f"{inside}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>"
        f"{inside}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def run(content: str) -> str:
    return f"<w:p><w:r><w:t>Seen.</w:t>{content}</w:r></w:p>"


def test_a_document_as_word_makes_it() -> None:
    def fill(document: docx.document.Document) -> None:
        document.core_properties.title = "Home visit"
        document.core_properties.author = "A. Worker"
        document.core_properties.category = "Visit"
        document.core_properties.modified = datetime.datetime(2024, 6, 12, 14, 30)
        document.sections[0].header.paragraphs[0].text = "Official"
        document.sections[0].footer.paragraphs[0].text = "Page foot"
        document.add_heading("Visit", 1)
        document.add_paragraph("  She said “no”. ")
        document.add_paragraph("first", style="List Bullet")
        document.add_paragraph("deeper", style="List Number 2")
        document.add_paragraph("")
        table = document.add_table(2, 2)
        for cell, text in zip(table._cells, ["Who", "View", "Mum", "Worried"], strict=True):
            cell.text = text
        document.add_paragraph("End.")

    note = word(built_docx(fill))
    assert note.text == (
        "Official\nVisit\n  She said “no”. \n- first\n- deeper\n\n"
        "| Who | View |\n| Mum | Worried |\nEnd.\nPage foot"
    )
    assert dict(note.metadata) == {
        "title": "Home visit",
        "author": "A. Worker",
        "kind": "Visit",
        "date": "2024-06-12T14:30+00:00",
    }
    assert note.skipped == ()


TABLES = {
    "merged along": (
        tr(tc(p("Both"), '<w:gridSpan w:val="2"/>'), tc(p("c")))
        + tr(tc(p("a")), tc(p("b")), tc(p("c"))),
        "| Both | c |\n| a | b | c |",
    ),
    "merged down": (
        tr(tc(p("Ella"), '<w:vMerge w:val="restart"/>'), tc(p("one")))
        + tr(tc(p(""), "<w:vMerge/>"), tc(p("two"))),
        "| Ella | one |\n|  | two |",
    ),
    "nested": (
        tr(tc(p("Mum")), tc(p("said") + "<w:tbl>" + tr(tc(p("x")), tc(p("y"))) + "</w:tbl>")),
        "Mum\nsaid\n| x | y |",
    ),
    "a narrative in a cell": (tr(tc(p("View")), tc(p("One.") + p("Two."))), "View\nOne.\nTwo."),
    "a frame": (tr(tc(p("One.") + p("Two."))), "One.\nTwo."),
    "rows in a content control": (
        f"<w:sdt><w:sdtContent>{tr(tc(p('a')), tc(p('b')))}</w:sdtContent></w:sdt>", "| a | b |",
    ),
    "a blank row": (tr(tc(p("a")), tc(p("b"))) + tr(tc(p("")), tc(p(""))), "| a | b |"),
}  # fmt: skip


@pytest.mark.parametrize("case", TABLES)
def test_tables(case: str) -> None:
    rows, text = TABLES[case]
    assert word(raw_docx(f"<w:tbl>{rows}</w:tbl>")).text == text


INLINE = {
    "tab and line end": (run("<w:tab/><w:t>a</w:t><w:br/><w:t>b</w:t>"), "Seen.\ta\nb"),
    "hyphen that holds": (run("<w:noBreakHyphen/><w:t>x</w:t>"), "Seen.-x"),
    "link": ("<w:p><w:hyperlink><w:r><w:t>here</w:t></w:r></w:hyperlink></w:p>", "here"),
    "insertion": ("<w:p><w:ins><w:r><w:t>new</w:t></w:r></w:ins></w:p>", "new"),
    "field": (
        "<w:p><w:r><w:instrText> PAGE </w:instrText></w:r><w:r><w:t>3</w:t></w:r></w:p>", "3",
    ),
    "content control": (
        "<w:p><w:sdt><w:sdtContent><w:r><w:t>Tyler</w:t></w:r></w:sdtContent></w:sdt></w:p>",
        "Tyler",
    ),
    "block of content control": (f"<w:sdt><w:sdtContent>{p('a')}</w:sdtContent></w:sdt>", "a"),
    "ticked symbol": (run('<w:sym w:font="Wingdings" w:char="F0FE"/>'), "Seen.☒"),
    "old tick box": (
        run("<w:fldChar><w:ffData><w:checkBox><w:default w:val='0'/><w:checked/></w:checkBox>"
            "</w:ffData></w:fldChar>"), "Seen.☒",
    ),
    "old list": (
        run("<w:fldChar><w:ffData><w:ddList><w:result w:val='1'/><w:listEntry w:val='No'/>"
            "<w:listEntry w:val='Yes'/></w:ddList></w:ffData></w:fldChar>"), "Seen.Yes",
    ),
    "text box": (f"<w:p>{box(p('boxed'))}<w:r><w:t>by it</w:t></w:r></w:p>" + p("after"),
                 "by it\nboxed\nafter"),
    "text box in a text box": (
        f"<w:p><w:r><w:t>x</w:t></w:r>{box('<w:p>' + box(p('inner')) + '</w:p>')}</w:p>",
        "x\n\ninner",
    ),
    "old text box": (
        f"<w:p><w:r><w:pict><v:textbox><w:txbxContent>{p('old')}</w:txbxContent></v:textbox>"
        "</w:pict></w:r></w:p>", "\nold",
    ),
    "text in a drawing that is no box": (run("<w:drawing><a:t>alt</a:t></w:drawing>"), "Seen."),
    "entities that all XML has": (p("Mum &amp; Dad &#8217;"), "Mum & Dad ’"),
    "spaces": (p("  two  "), "  two  "),
}  # fmt: skip


@pytest.mark.parametrize("case", INLINE)
def test_inside_paragraphs(case: str) -> None:
    body, text = INLINE[case]
    note = word(raw_docx(body))
    assert (note.text, note.skipped) == (text, ())


SKIPPED = {
    "picture": (run("<w:drawing><a:blip/></w:drawing>") * 2, "2 pictures"),
    "old picture": (run("<w:pict><v:imagedata/></w:pict>"), "1 picture"),
    "object": (
        run("<w:object><v:shape><v:imagedata/></v:shape><o:OLEObject/></w:object>"),
        "1 embedded object",
    ),
    "deletion": (
        p("Seen.") + "<w:p><w:del><w:r><w:delText>gone</w:delText></w:r></w:del></w:p>",
        "1 deletion in tracked changes",
    ),
    "moved away": (
        p("Seen.") + "<w:p><w:moveFrom><w:r><w:t>gone</w:t></w:r></w:moveFrom></w:p>",
        "1 deletion in tracked changes",
    ),
    "hidden": (
        p("Seen.") + "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>gone</w:t></w:r></w:p>",
        "1 run of hidden text",
    ),
    "prompt of a form": (
        p("Seen.") + "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
        + p("gone") + "</w:sdtContent></w:sdt>", "1 form box left unfilled",
    ),
    "embedded document": (p("Seen.") + "<w:altChunk/>", "1 embedded document"),
    "deleted row": (
        p("Seen.") + f"<w:tbl><w:tr><w:trPr><w:del/></w:trPr>{tc(p('gone'))}</w:tr></w:tbl>",
        "1 deletion in tracked changes",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", SKIPPED)
def test_what_is_left_out_is_said(case: str) -> None:
    body, phrase = SKIPPED[case]
    note = word(raw_docx(body))
    assert note.skipped == (phrase,)
    assert "gone" not in note.text
    assert "Seen." in note.text


def test_lists_by_number_and_by_style() -> None:
    def numbered(number: int, level: int = 0) -> str:
        levels = f'<w:ilvl w:val="{level}"/><w:numId w:val="{number}"/>'
        return f"<w:pPr><w:numPr>{levels}</w:numPr></w:pPr>"

    def styled(name: str) -> str:
        return f'<w:pPr><w:pStyle w:val="{name}"/></w:pPr>'

    styles = (
        f'<w:styles xmlns:w="{W}"><w:style w:styleId="Base"><w:pPr><w:numPr><w:numId w:val="1"/>'
        '</w:numPr></w:pPr></w:style><w:style w:styleId="Item"><w:basedOn w:val="Base"/></w:style>'
        '<w:style w:styleId="Head"><w:basedOn w:val="Base"/><w:pPr><w:outlineLvl w:val="0"/>'
        '</w:pPr></w:style><w:style w:styleId="Loop"><w:basedOn w:val="Loop"/></w:style></w:styles>'
    )
    body = (
        p("a", numbered(1)) + p("b", numbered(1, 1)) + p("c", numbered(0)) + p("d", styled("Item"))
        + p("e", styled("Head")) + p("f", styled("Loop")) + p(" ", numbered(1))
    )  # fmt: skip
    assert word(raw_docx(body, {"styles.xml": styles})).text == "- a\n  - b\nc\n- d\ne\nf\n "


def test_headers_notes_comments_and_footers() -> None:
    def part(name: str, content: str) -> str:
        return f"<w:{name} {NAMES}>{content}</w:{name}>"

    references = "".join(
        f'<w:{kind}Reference r:id="rId{i}"/>'
        for kind, i in (("header", 1), ("header", 2), ("footer", 3))
    )
    refer = (
        "<w:p><w:r><w:t>Said</w:t><w:footnoteReference w:id='7'/><w:t> so</w:t>"
        "<w:endnoteReference w:id='7'/></w:r></w:p>"
    )
    parts = {
        "header1.xml": part("hdr", p("Top")),
        "header2.xml": part("hdr", p("Top")),  # of another kind of page, and the same
        "footer1.xml": part("ftr", p("Foot") + p("")),
        "footnotes.xml": part(
            "footnotes",
            f"<w:footnote w:id='-1'>{p('rule')}</w:footnote>"
            f"<w:footnote w:id='7'>{p(' by Dad')}</w:footnote>",
        ),
        "endnotes.xml": part("endnotes", f"<w:endnote w:id='7'>{p('later')}</w:endnote>"),
        "comments.xml": part("comments", f"<w:comment w:author='Jo'>{p('Why?')}</w:comment>"),
    }
    note = word(raw_docx(f"{refer}<w:sectPr>{references}</w:sectPr>", parts))
    assert note.text == "Top\nSaid[1] so[2]\n[1] by Dad\n[2] later\nComment (Jo): Why?\nFoot"


def test_the_strict_dialect() -> None:
    data = raw_docx(p("She smiled."))
    import io
    import zipfile

    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(W.encode(), strict.encode()))
    assert word(out.getvalue()).text == "She smiled."

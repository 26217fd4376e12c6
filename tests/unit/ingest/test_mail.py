"""E-mail: the body that its writer wrote, strictly decoded."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import pytest

from reflect.ingest import read
from reflect.ingest.htmltext import html_to_text
from reflect.records import Note

from .files import write

HEAD = "From: A Worker <a@x.org>\nDate: Wed, 12 Jun 2024 14:30:00 +0100\n"
HEAD += "Subject: =?utf-8?q?Caf=C3=A9?=\n"


def mail(folder: Path, data: bytes | str) -> Note:
    (note,) = read(write(folder, "a.eml", data))
    return note


def test_headers_become_metadata(tmp_path: Path) -> None:
    note = mail(tmp_path, HEAD + "\nShe smiled.\r\n\n")
    assert (note.text, note.skipped) == ("She smiled.\n\n", ())
    assert dict(note.metadata) == {
        "title": "Café",
        "author": "A Worker <a@x.org>",
        "date": "2024-06-12T14:30+01:00",
    }


def test_plain_text_goes_before_html_and_attachments_are_said(tmp_path: Path) -> None:
    message = EmailMessage()
    message["Subject"] = "x"
    message.set_content("Plain – text.\n")
    message.add_alternative("<p>HTML</p>", subtype="html")
    message.add_attachment(b"x", maintype="application", subtype="pdf", filename="secret.pdf")
    message.add_attachment("more", filename="b.txt")
    note = mail(tmp_path, message.as_bytes())
    assert (note.text, note.skipped) == ("Plain – text.\n", ("2 attachments",))


def test_html_alone(tmp_path: Path) -> None:
    note = mail(tmp_path, HEAD + "Content-Type: text/html\n\n<p>She&nbsp;smiled.<p>So did I.")
    assert note.text == "She\u00a0smiled.\n\nSo did I."


@pytest.mark.parametrize(
    ("charset", "body"),
    [
        ("utf-8", "Ella’s".encode()),
        ("iso-8859-1", "Ella’s".encode("cp1252")),  # as Outlook does
        ("us-ascii", "Ella’s".encode()),
        ("utf-8", "Ella’s".encode("cp1252")),
        ("no-such", "Ella’s".encode()),
        ("hex", "Ella’s".encode()),
        ("windows-1252", "Ella’s".encode("cp1252")),
    ],
)
def test_charsets(charset: str, body: bytes, tmp_path: Path) -> None:
    head = f"{HEAD}Content-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: 8bit\n\n"
    assert mail(tmp_path, head.encode() + body).text == "Ella’s"


def test_headers_that_break_the_rules_do_not_lose_the_body(tmp_path: Path) -> None:
    data = b"From: \xff\xfe <<>@@\nDate: never\nSubject: =?x?q?=FF?=\n\nShe smiled."
    note = mail(tmp_path, data)
    assert note.text == "She smiled."
    note.metadata.get("title", "").encode("utf-8")


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>a\n b</p><p>c</p>", "a b\n\nc"),
        ("a<br>b<br/><br>c", "a\nb\n\nc"),
        ("<ul><li>a</li><li>b</li></ul>c", "- a\n- b\n\nc"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a\tb\nc"),
        ("<head><title>t</title><style>s</style></head><script>x</script>a", "a"),
        ("<div><div>a</div></div><div>b</div>", "a\nb"),
        ("a <b>bold</b>, b", "a bold, b"),
        ("<pre>a\n  b</pre>", "a\n  b"),
        ("a<!-- <p>no</p> -->b<!-- left open", "ab"),
        ("<a title=\"x > y\" href='z'>a</a>", "a"),
        ("1 < 2 <3 <", "1 < 2 <3 <"),
        ("<p class=it's>a</p>", "a"),
        ("<STYLE>x < y</STYLE >a", "a"),
        ("Mum &amp; Dad &lt;3", "Mum & Dad <3"),
        ("<![if !supportLists]>- <![endif]>a", "- a"),
    ],
)
def test_html_to_text(html: str, text: str) -> None:
    assert html_to_text(html) == text

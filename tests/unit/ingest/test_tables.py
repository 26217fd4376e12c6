"""CSV and workbooks: a note a row, columns by name, by guess or as the user says."""

from __future__ import annotations

import datetime
import tracemalloc
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reflect.errors import ReflectError, UnreadableInput
from reflect.ingest import parse_mapping, read
from reflect.records import Note

from .files import added, changed, write, xlsx

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

LONG = "Mum was tired and said so."


def rows(folder: Path, data: bytes | str, name: str = "a.csv", **options: object) -> list[Note]:
    return list(read(write(folder, name, data), **options))  # type: ignore[arg-type]


def csv_of(table: list[list[str]]) -> str:
    return "".join(
        ",".join('"' + cell.replace('"', '""') + '"' for cell in row) + "\r\n" for row in table
    )


TABLES = {
    "by name": ([["id", "Text"], ["1", "a"], ["2", "b"]], [(2, "a"), (3, "b")]),
    "the better name": ([["Summary", "Narrative"], ["s", "n"]], [(2, "n")]),
    "a name in a phrase": ([["Note ID", "Note type", "Visit notes"], ["1", "x", "n"]], [(2, "n")]),
    "an empty column of that name": ([["Note", "Said"], ["", LONG]], [(2, LONG)]),
    "by length": ([["id", "who", "what"], ["1", "Ann", LONG], ["2", "Bo", "x"]],
                  [(2, LONG), (3, "x")]),
    "without a header": ([["1", LONG], ["2", "So it was."]], [(1, LONG), (2, "So it was.")]),
    "a title above": ([["Export of today"], [], ["date", "text"], ["", "a"]], [(4, "a")]),
    "rows without text": ([["text", "n"], ["a", "1"], ["", "2"], ["", ""], ["b", "3"]],
                          [(2, "a"), (5, "b")]),
    "as it is": ([["text"], ['  “a” "b", \r\nc\rd '], ["=1+1"], ["@x"], ["+4"], ["-y"]],
                 [(2, '  “a” "b", \nc\rd '), (3, "=1+1"), (4, "@x"), (5, "+4"), (6, "-y")]),
}  # fmt: skip


@pytest.mark.parametrize("case", TABLES)
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_which_rows_and_which_column(case: str, kind: str, tmp_path: Path) -> None:
    table, expected = TABLES[case]
    data: bytes | str = csv_of(table) if kind == "csv" else xlsx({"S": table})
    notes = rows(tmp_path, data, f"a.{kind}")
    assert [(note.source, note.text) for note in notes] == [
        (f"a.{kind}#row {number}", text) for number, text in expected
    ]


def test_rows_without_text_are_said_on_the_first_note(tmp_path: Path) -> None:
    notes = rows(tmp_path, "text,n\na,1\n,2\n,\n ,3\nb,4\n")
    assert [note.skipped for note in notes] == [("2 rows without text",), ()]


def test_metadata_by_name(tmp_path: Path) -> None:
    table = "Date,Type,Subject,Worker,Narrative,Other\n12/06/2024,Visit,Call, Ann ,She smiled.,x\n"
    (note,) = rows(tmp_path, table)
    assert dict(note.metadata) == {
        "date": "2024-06-12",
        "kind": "Visit",
        "title": "Call",
        "author": "Ann",
    }


def test_a_mapping_alone_decides(tmp_path: Path) -> None:
    table = "Date,When,Story,Text\n1/1/2020,12 June 2024 14:30,She smiled.,x\n"
    (note,) = rows(tmp_path, table, mapping={"text": " STORY ", "date": "when"})
    assert (note.text, dict(note.metadata)) == ("She smiled.", {"date": "2024-06-12T14:30"})


@pytest.mark.parametrize(("kind", "column"), [("csv", "Narative"), ("xlsx", "naratif")])
def test_an_unknown_column_names_the_nearest(kind: str, column: str, tmp_path: Path) -> None:
    table = [["Date", "Narrative"], ["1", LONG]]
    data: bytes | str = csv_of(table) if kind == "csv" else xlsx({"S": table, "T": []})
    with pytest.raises(UnreadableInput) as caught:
        rows(tmp_path, data, f"a.{kind}", mapping={"text": column})
    assert f"'{column}'" in caught.value.message
    assert "'Narrative'" in caught.value.hint


def test_a_row_of_text_is_not_quoted_as_a_column(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput) as caught:
        rows(tmp_path, f"1,{LONG} {LONG} {LONG}\n", mapping={"text": LONG[:-1]})
    assert "smiled" not in str(caught.value)
    assert "Did you mean" not in str(caught.value)


@pytest.mark.parametrize(
    ("cell", "date"),
    [
        ("12/06/2024", "2024-06-12"), ("2/6/24", "2024-06-02"), ("12th June 2024", "2024-06-12"),
        ("Wednesday, 12 June 2024", "2024-06-12"), ("12-Jun-2024", "2024-06-12"),
        ("2024-06-12", "2024-06-12"), ("12/06/2024 14:30:05", "2024-06-12T14:30:05"),
        ("12/06/2024 2:30pm", "2024-06-12T14:30"), ("06/25/2024", "06/25/2024"),
        ("last week", "last week"), ("31/06/2024", "31/06/2024"), ("1 Foo 2024", "1 Foo 2024"),
        ("12 SEPT 2024, 12:05 am", "2024-09-12T00:05"), ("2024/6/2", "2024-06-02"),
        ("2024-06-12T14:30:00", "2024-06-12T14:30"),
    ],
)  # fmt: skip
def test_dates_become_iso_where_they_are_dates(cell: str, date: str, tmp_path: Path) -> None:
    (note,) = rows(tmp_path, f'date,text\n"{cell}",She smiled.\n')
    assert note.metadata["date"] == date


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_other_delimiters(delimiter: str, tmp_path: Path) -> None:
    (note,) = rows(tmp_path, f"date{delimiter}text\n1{delimiter}Mum, tired, sat\n")
    assert note.text == "Mum, tired, sat"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings_of_csv(encoding: str, tmp_path: Path) -> None:
    (note,) = rows(tmp_path, "text\r\nElla’s view – £5\r\n".encode(encoding))
    assert note.text == "Ella’s view – £5"


@given(
    st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), min_size=1)
)
def test_any_cells_come_back_the_same(
    tmp_path_factory: pytest.TempPathFactory, cells: list[str]
) -> None:
    table = [["text", "n"], *([cell, "1"] for cell in cells)]
    wanted = [cell.replace("\r\n", "\n") for cell in cells if cell.strip()]
    folder = tmp_path_factory.mktemp("csv")
    if wanted:
        assert [note.text for note in rows(folder, csv_of(table))] == wanted


def test_a_long_cell(tmp_path: Path) -> None:
    (note,) = rows(tmp_path, f"text\n{'x' * 1_000_000}\n")
    assert len(note.text) == 1_000_000


def test_a_big_csv_streams(tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", "text,n\n" + f"{LONG * 40},1\n" * 8_000)
    assert path.stat().st_size > 8_000_000
    tracemalloc.start()
    count = sum(1 for _ in read(path))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 8_000
    assert peak < 4_000_000


def test_values_of_a_workbook(tmp_path: Path) -> None:
    when = datetime.datetime(2024, 6, 12, 14, 30)
    table: list[list[object]] = [
        ["date", "kind", "text"],
        [when, 3.0, "a_x000D_\nb"],
        [when.date(), True, 7],
    ]
    first, second = rows(tmp_path, xlsx({"S": table}), "a.xlsx")
    assert (first.text, dict(first.metadata)) == ("a\nb", {"date": "2024-06-12T14:30", "kind": "3"})
    assert (second.text, dict(second.metadata)) == ("7", {"date": "2024-06-12", "kind": "TRUE"})


def test_a_formula_is_what_excel_showed_or_else_its_text(tmp_path: Path) -> None:
    book = xlsx({"S": [["text"], ['="She "&"smiled"'], ["=NOW()"], ["=said Mum"]]})
    stored = changed(
        book,
        "xl/worksheets/sheet1.xml",
        lambda data: data.replace(
            b'<c r="A2"><f>"She "&amp;"smiled"</f><v></v></c>',
            b'<c r="A2" t="str"><f>"She "&amp;"smiled"</f><v>She smiled</v></c>',
        ).replace(
            b'<c r="A4"><f>said Mum</f><v></v></c>',
            b'<c r="A4" t="inlineStr"><is><t>=said Mum</t></is></c>',
        ),
    )
    texts = [note.text for note in rows(tmp_path, stored, "a.xlsx")]
    assert texts == ["She smiled", "=NOW()", "=said Mum"]


def test_shared_strings_as_excel_writes_them(tmp_path: Path) -> None:
    def shared(data: bytes) -> bytes:
        for index, text in enumerate((b"text", b"She smiled.", b"=Mum")):
            inline = b't="inlineStr"><is><t>' + text + b"</t></is>"
            assert inline in data
            data = data.replace(inline, b't="s"><v>%d</v>' % index)
        return data

    book = changed(
        xlsx({"S": [["text"], ["She smiled."], ["'=Mum"]]}),
        "xl/worksheets/sheet1.xml",
        lambda data: shared(data.replace(b"'=Mum", b"=Mum")),
    )
    strings = (
        f'<sst xmlns="{MAIN}"><si><t>text</t></si><si><r><t>She </t></r><r><rPr><b/></rPr>'
        "<t>smiled._x000D_&#10;</t></r></si><si><t>=Mum</t></si></sst>"
    )
    typed = (
        '<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-'
        'officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
    )
    book = changed(book, "[Content_Types].xml", lambda d: d.replace(b"</Types>", typed.encode()))
    book = added(book, "xl/sharedStrings.xml", strings.encode())
    assert [note.text for note in rows(tmp_path, book, "a.xlsx")] == ["She smiled.\n", "=Mum"]


def test_sheets(tmp_path: Path) -> None:
    book = {"Key": [["code", "meaning"], ["V", LONG]], "Log": [["Text"], ["a"], ["b"]], "Empty": []}
    notes = rows(tmp_path, xlsx(book), "a.xlsx")
    assert [note.text for note in notes] == ["a", "b"]
    assert [note.skipped for note in notes] == [("the sheet 'Key'",), ()]


PARTED = "Mum said she was fine, but the baby cried all night.\nDad came, and he said nothing.\n"


def test_sentences_parted_at_their_commas_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match="row 1 parts it"):
        rows(tmp_path, PARTED)
    whole = "".join(f'1,"{line}"\n' for line in PARTED.splitlines())
    assert [note.text for note in rows(tmp_path, whole)] == PARTED.splitlines()


def test_a_mapping_finds_its_sheet(tmp_path: Path) -> None:
    book = {"Log": [["Text"], ["a"]], "Other": [["Story"], ["b"]], "Third": [["x"]]}
    (note,) = rows(tmp_path, xlsx(book), "a.xlsx", mapping={"text": "story"})
    assert (note.text, note.skipped) == ("b", ("the sheets 'Log', 'Third'",))


def test_hidden_sheets_are_not_read_but_named(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    unseen = book.create_sheet("Unseen", 0)
    unseen.append(["text"])
    unseen.append(["hidden"])
    unseen.sheet_state = "hidden"
    book.create_sheet("Bare").sheet_state = "veryHidden"
    shown = book.create_sheet("Shown")
    shown.append(["text"])
    shown.append(["seen"])
    book.save(tmp_path / "a.xlsx")
    (note,) = read(tmp_path / "a.xlsx")
    assert (note.text, note.skipped) == ("seen", ("the hidden sheet 'Unseen'",))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'ref="A1:A2"', b'ref="A1"'),  # too small, as some exporters write
        (b'<row r="2"', b'<row r="99999999999"'),  # a row without end
    ],
)
def test_sheets_that_lie_about_their_size(old: bytes, new: bytes, tmp_path: Path) -> None:
    def lie(data: bytes) -> bytes:
        assert old in data
        return data.replace(old, new)

    book = changed(xlsx({"S": [["text"], [LONG]]}), "xl/worksheets/sheet1.xml", lie)
    if b"9999" in new:
        with pytest.raises(UnreadableInput, match="no rows"):
            rows(tmp_path, book, "a.xlsx")
    else:
        assert [note.text for note in rows(tmp_path, book, "a.xlsx")] == [LONG]


@pytest.mark.parametrize(
    ("text", "mapping"),
    [
        (
            "text=Narrative,date=Date,kind=Type",
            {"text": "Narrative", "date": "Date", "kind": "Type"},
        ),
        (" TEXT = Case note , date=A=B", {"text": "Case note", "date": "A=B"}),
        ('"text=Notes, long",date=Date', {"text": "Notes, long", "date": "Date"}),
    ],
)
def test_mappings(text: str, mapping: dict[str, str]) -> None:
    assert parse_mapping(text) == mapping


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "empty"), ("text", "'text'"), ("text=", "'text='"), ("=x", "'=x'"), ("text=a,", "''"),
        ("text=a,text=b", "twice"), ("txet=a", "'text'"), ("zzz=a", "Valid: text"),
        ('"text=a', "open"),
    ],
)  # fmt: skip
def test_mappings_that_cannot_be(text: str, said: str) -> None:
    with pytest.raises(ReflectError) as caught:
        parse_mapping(text)
    assert said in str(caught.value)
    assert caught.value.hint

"""The layout keeps every code point and every offset, whatever the script."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tui.layout import (
    Line,
    _wrap_clusters,
    cells,
    clip,
    clusters,
    column_at,
    lay_out,
    line_of,
    offset_at,
)

PIECES = st.sampled_from(
    ["a", "word ", "the stairs ", " ", "\t", "\n", "\n\n", "é", "é", "漢", "字かな", "👩‍👩‍👧", "☺️", "🇬🇧", "\u200d",
     "\u0301", "\x1b[31m", "\r", "\u2028", "\ud800", "\u202e", "–", "’", "x" * 30, "\xad", "\x00", "ﷺ", "ก็"]
)  # fmt: skip
TEXTS = st.one_of(st.lists(PIECES, max_size=40).map("".join), st.text(max_size=120))
WIDTHS = st.integers(1, 50)


@given(TEXTS, WIDTHS)
def test_every_code_point_is_in_exactly_one_line(text: str, width: int) -> None:
    lines = lay_out(text, width)
    assert "".join(text[line.start : line.end] for line in lines) == text
    assert all(a.end == b.start for a, b in pairwise(lines))
    for index, line in enumerate(lines):
        for offset in range(line.start, line.end):
            assert line_of(lines, offset) == index


@given(TEXTS, WIDTHS)
def test_clusters_tile_their_line_and_measure_as_the_terminal_does(text: str, width: int) -> None:
    for line in lay_out(text, width):
        drawn = clusters(text, line)
        at, column = line.start, 0
        for cluster in drawn:
            assert (cluster.start, cluster.column) == (at, column)
            at, column = cluster.end, cluster.column + cluster.width
            assert cell_len(cluster.shown) == cluster.width
        assert text[at : line.end] in {"", "\n"}


@given(TEXTS, WIDTHS)
def test_words_stay_within_the_width(text: str, width: int) -> None:
    for line in lay_out(text, width):
        drawn = clusters(text, line)
        while drawn and text[drawn[-1].start] in " \t\u2002\u2003\u2009\u3000":
            drawn.pop()
        solid = [one for one in drawn if one.width]
        if len(solid) > 1:
            assert solid[-1].column + solid[-1].width <= width


@given(TEXTS, WIDTHS)
def test_offsets_round_trip_through_the_screen(text: str, width: int) -> None:
    for line in lay_out(text, width):
        for cluster in clusters(text, line):
            if cluster.width:
                assert column_at(text, line, cluster.start) == cluster.column
                assert offset_at(text, line, cluster.column) == cluster.start
                assert offset_at(text, line, cluster.column + cluster.width - 1) == cluster.start


@given(st.text("ab cd ef-,.", max_size=80), WIDTHS)
def test_the_quick_way_wraps_as_the_careful_way(text: str, width: int) -> None:
    careful: list[Line] = []
    _wrap_clusters(text, 0, len(text), width, careful)
    assert lay_out(text, width) == careful


@given(TEXTS, WIDTHS, st.lists(st.integers(0, 120), max_size=8))
def test_breaks_begin_lines(text: str, width: int, breaks: list[int]) -> None:
    wanted = sorted({at for at in breaks if at < len(text)})
    lines = lay_out(text, width, wanted)
    assert "".join(text[line.start : line.end] for line in lines) == text


def test_a_sentence_a_line() -> None:
    text = "One. Two is longer.\n  - three"
    lines = lay_out(text, 40, [0, 5, 22])
    assert [text[line.start : line.end] for line in lines] == [
        "One. ", "Two is longer.\n", "  - three"
    ]  # fmt: skip


def test_tabs_emoji_and_accents_keep_their_columns() -> None:
    text = "a\tb 👩‍👩‍👧 e\u0301 漢"
    (line,) = lay_out(text, 80)
    columns = {text[c.start : c.end]: (c.column, c.width) for c in clusters(text, line)}
    assert columns["\t"] == (1, 3)
    assert columns["b"] == (4, 1)
    assert columns["👩‍👩‍👧"] == (6, 2)
    assert columns["e\u0301"] == (9, 1)
    assert columns["漢"] == (11, 2)


def test_what_a_terminal_would_obey_is_made_visible() -> None:
    text = "x\x1b[2Jy\ud800"
    (line,) = lay_out(text, 80)
    assert "".join(cluster.shown for cluster in clusters(text, line)) == "x·[2Jy·"


@given(TEXTS, st.integers(1, 40))
def test_clip_keeps_to_its_width(text: str, width: int) -> None:
    assert cells(clip(text, width)) <= width

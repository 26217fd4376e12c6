from __future__ import annotations

import numpy as np
import pytest

from reflect.codebook import load
from reflect.records import Discussion, Note, Span
from reflect.retrieve import Index, Passages, explain, meet, questions_in


def directions(*angles):
    """Two-dimensional vectors of length one, by their angles in degrees."""
    turned = np.radians(angles)
    return np.stack([np.cos(turned), np.sin(turned)], axis=1).astype(np.float32)


def passages(name, *rows):
    """Sentences of two-dimensional meaning: (angle in degrees, codes …)."""
    vectors = directions(*(row[0] for row in rows))
    spans = tuple(Span(10 * i, 10 * i + 9) for i in range(len(rows)))
    return Passages(name, spans, tuple(tuple(row[1:]) for row in rows), vectors)


def test_the_nearest_comes_first_and_scores_fall():
    index = Index(["far", "near", "behind"], directions(80, 20, 180))
    assert [name for name, _ in index.search(directions(0)[0], 3)] == ["near", "far", "behind"]
    scores = [score for _, score in index.search(directions(0)[0], 3)]
    assert scores == sorted(scores, reverse=True)
    assert scores[-1] == 0.0


def test_no_view_is_told_twice_among_the_first_five():
    index = Index(["one", "again", "other"], directions(10, 11, 50))
    assert [name for name, _ in index.search(directions(10)[0], 3)] == ["one", "other", "again"]


def test_what_is_equally_near_stands_in_the_library_s_order():
    index = Index(["b", "a"], directions(30, -30))
    assert [name for name, _ in index.search(directions(0)[0], 2)] == ["b", "a"]


@pytest.mark.parametrize("k", [0, 1, 2, 5])
def test_no_more_than_asked_for(k):
    index = Index(["x", "y", "z"], directions(0, 40, 80))
    assert len(index.search(directions(0)[0], k)) == min(k, 3)


def test_an_empty_library_finds_nothing():
    assert Index([], np.zeros((0, 2), dtype=np.float32)).search(directions(0)[0], 3) == []


def test_reasons_are_made_of_labels_and_passages_only():
    entry = passages("d", (0, "systemic.circularity"), (50, "systemic.resonance"))
    query = passages("q", (0, "systemic.circularity"), (90, "voice.gap"))
    meeting = meet(query, entry)
    text = "She runs, he shouts. What does the shouting do to the running? Really? Fine."
    note, discussion = Note("x" * 40, "n"), Discussion("d", text)
    result = explain(1, 0.7, meeting, note, query, discussion, entry, load())
    label = load().get("systemic.circularity").label.lower()
    assert result.words == f"both hold ‘{label}’"
    assert load().get("systemic.resonance").label.lower() in result.different
    assert result.questions == ("What does the shouting do to the running?",)
    assert result.passages[0] == (0, 9, 0, 9)
    assert result.score == 0.7


def test_passages_that_share_a_code_meet_before_others():
    query = passages("q", (0,), (45, "hypothesis.tentative"))
    entry = passages("d", (1,), (90, "hypothesis.tentative"))
    assert meet(query, entry).pairs[0] == (1, 1)


def test_questions_of_a_discussion_are_its_own_words():
    text = "We asked who notices first?\n- What would he say if he could stay?\nWhy? Nobody knew."
    assert questions_in(text) == (
        "We asked who notices first?",
        "What would he say if he could stay?",
    )

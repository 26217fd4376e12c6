from __future__ import annotations

import numpy as np
import pytest

from reflect.codebook import load
from reflect.records import Discussion, Note, Span
from reflect.retrieve import Index, Passages, explain, questions_in


def passages(name, *rows):
    """Sentences of two-dimensional meaning: (angle in degrees, codes …)."""
    angles = np.radians([row[0] for row in rows])
    vectors = np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)
    spans = tuple(Span(10 * i, 10 * i + 9) for i in range(len(rows)))
    return Passages(name, spans, tuple(tuple(row[1:]) for row in rows), vectors)


def test_the_same_dance_comes_before_the_same_words():
    index = Index([
        passages("topic", (80,), (85,)),
        passages("dance", (5, "systemic.circularity"), (40, "hypothesis.tentative")),
    ])  # fmt: skip
    query = passages("q", (0, "systemic.circularity"), (45, "hypothesis.tentative"))
    found = index.search(query, [("topic", 9.0)], 2)
    assert [meeting.id for meeting in found] == ["dance", "topic"]
    assert found[0].shared == ("hypothesis.tentative", "systemic.circularity")
    assert found[0].score > found[1].score


def test_words_decide_where_nothing_else_does():
    same = [(10, "voice.words")]
    index = Index([passages("a", *same), passages("b", *same)])
    found = index.search(passages("q", (10, "voice.words")), [("b", 3.0)], 2)
    assert found[0].id == "b"


@pytest.mark.parametrize("k", [1, 2, 5])
def test_no_more_than_asked_for(k):
    index = Index([passages(str(i), (i * 10,)) for i in range(3)])
    assert len(index.search(passages("q", (0,)), [], k)) == min(k, 3)


def test_an_empty_library_or_note_finds_nothing():
    assert Index([]).search(passages("q", (0,)), [], 3) == []


def test_reasons_are_made_of_labels_and_passages_only():
    entry = passages("d", (0, "systemic.circularity"), (50, "systemic.resonance"))
    query = passages("q", (0, "systemic.circularity"), (90, "voice.gap"))
    (meeting,) = Index([entry]).search(query, [], 1)
    text = "She runs, he shouts. What does the shouting do to the running? Really? Fine."
    result = explain(1, meeting, Note("x" * 40, "n"), query, Discussion("d", text), entry, load())
    label = load().get("systemic.circularity").label.lower()
    assert result.words == f"both hold ‘{label}’"
    assert load().get("systemic.resonance").label.lower() in result.different
    assert result.questions == ("What does the shouting do to the running?",)
    assert result.passages[0] == (0, 9, 0, 9)


def test_questions_of_a_discussion_are_its_own_words():
    text = "We asked who notices first?\n- What would he say if he could stay?\nWhy? Nobody knew."
    assert questions_in(text) == (
        "We asked who notices first?",
        "What would he say if he could stay?",
    )

"""Discussions by dynamic: the files, and how a ranking is graded."""

from __future__ import annotations

import json

import numpy as np
import pytest

from reflect.errors import DataError
from reflect.learn.dynamics import Told, gather, load_dynamics
from reflect.learn.graded import grade, mean

STORY = " ".join(["She knocks and he hides and so she knocks again."] * 6)
DRAFT = f"""=== discussion 1
title: I knock and he hides
{STORY}
? Who knocked first?
=== discussion 2
title: The school rings
{STORY} Again.
=== look-alike
title: I knock and he comes
dance: he is simply deaf
{STORY} Once.
? Who told the doctor?
"""


@pytest.fixture
def corpus(tmp_path):
    (tmp_path / "drafts" / "d01").mkdir(parents=True)
    (tmp_path / "drafts" / "d01" / "pursue.md").write_text(DRAFT)
    rows = "dynamics:\n  - {id: pursue, about: one comes and one goes, split: test}\n"
    (tmp_path / "dynamics.yaml").write_text(rows)
    return tmp_path


def test_drafts_become_discussions_with_their_look_alikes(corpus):
    told, asked = gather(corpus / "drafts" / "d01", "d01", {"pursue": "test"})
    assert [each.kind for each in told] == ["discussion", "discussion", "look-alike"]
    assert told[2].of == told[0].id
    assert told[2].dance == "he is simply deaf"
    assert told[0].questions == ("Who knocked first?",)
    assert told[0].title == "I knock and he hides"
    assert "title" not in told[0].text
    assert asked == []


def test_a_draft_that_belongs_to_no_dynamic_is_named(corpus):
    with pytest.raises(DataError, match=r"pursue.md: no dynamic"):
        gather(corpus / "drafts" / "d01", "d01", {"other": "test"})


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"id": "a", "dynamic": "nothing", "text": "x"}, "a.jsonl, line 1: unknown dynamic"),
        ({"id": "a", "text": "x"}, "a.jsonl, line 1: 'dynamic' is missing"),
        ({"id": "a", "dynamic": "pursue", "text": ["x"]}, "a.jsonl, line 1: 'text' is not"),
        ({"id": "a", "dynamic": "pursue", "text": "x", "of": "b"}, "look-alike of nothing"),
    ],
)
def test_a_mistake_in_a_file_is_named(corpus, row, message):
    (corpus / "a.jsonl").write_text(json.dumps(row) + "\n")
    with pytest.raises(DataError, match=message):
        load_dynamics(corpus)


@pytest.mark.parametrize("made", [None, "", "dynamics: 3", "dynamics: [{id: a}]", "a: [", b"\xff"])
def test_a_folder_without_a_list_of_dynamics_is_refused(tmp_path, made):
    if made is not None:
        (tmp_path / "dynamics.yaml").write_bytes(made if isinstance(made, bytes) else made.encode())
    with pytest.raises(DataError, match=r"dynamics\.yaml"):
        load_dynamics(tmp_path)


def test_a_file_is_no_folder_of_dynamics(tmp_path):
    (tmp_path / "a.jsonl").write_text("{}")
    with pytest.raises(DataError, match="Give a folder"):
        load_dynamics(tmp_path / "a.jsonl")


TOLD = [
    Told("1", "x", ""),
    Told("2", "x", ""),
    Told("3", "x", "", kind="look-alike", of="1"),
    Told("4", "y", ""),
]


@pytest.mark.parametrize(
    ("likeness", "ndcg", "mrr", "trap"),
    [
        ([4, 3, 2, 1], 1.0, 1.0, 0.0),
        ([2, 1, 4, 3], 0.571, 1 / 3, 1.0),
        ([3, 1, 2, 4], 0.651, 0.5, 0.0),
    ],
)
def test_a_ranking_is_graded_by_hand_worked_figures(likeness, ndcg, mrr, trap):
    scores = grade("x", np.array(likeness, dtype=float), TOLD)
    assert scores.ndcg == pytest.approx(ndcg, abs=0.01)
    assert scores.mrr == pytest.approx(mrr)
    assert scores.trap == trap
    assert scores.recall == 1.0


def test_the_query_itself_is_not_ranked():
    scores = grade("x", np.array([9.0, 1, 2, 3]), TOLD, leave=0)
    assert scores.mrr == pytest.approx(1 / 3)
    assert mean([scores, scores]) == scores

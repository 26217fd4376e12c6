"""What corrections teach: kept beside the shipped model, used only when asked."""

from __future__ import annotations

import pytest

from reflect.errors import WorkspaceError
from reflect.records import Note
from reflect.workspace import Workspace

KEY = "a long passphrase"
TEXTS = [
    f"Visit. Mum is manipulative and {what}.\nSW to ring the GP by Friday.\nElla said \"I count the stairs\".\n"
    for what in ("lazy", "hostile", "cold", "evasive", "in denial", "demanding")
]  # fmt: skip


def opened(folder):
    return Workspace.open(folder, key=KEY)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A workspace in which every label was rejected and every action accepted."""
    place = tmp_path_factory.mktemp("taught") / "ws"
    with opened(place) as ws:
        for number, text in enumerate(TEXTS):
            note = ws.add(Note(text, f"{number}.txt"))
            ws.tagged(note.id)
            for mark in ws.marks(note.id):
                ws.judge([mark.id], "rejected" if mark.code == "language.deficit" else "accepted")
    return place


def deficit(ws):
    """How many labels the model marks in a note that nobody has judged."""
    note = ws.add(Note("Dad is manipulative and lazy.\nHe rang the school.\n", "new.txt"))
    found = ws.tagged(note.id)
    return sum(code.code == "language.deficit" for s in found.sentences for code in s.codes)


def never(path):
    raise AssertionError(path)


def test_nothing_changes_until_it_is_asked_for_and_the_shipped_model_comes_back(folder):
    with opened(folder) as ws:
        assert deficit(ws) == 1
        lines = ws.corrections.train([], never)
        assert lines[0].startswith("learnt from ")
        assert not ws.corrections.used
    with opened(folder) as ws:
        assert deficit(ws) == 1
        ws.corrections.use(learnt=True)
    with opened(folder) as ws:
        assert deficit(ws) == 0
        assert ws.corrections.used
        ws.corrections.use(learnt=False)
    with opened(folder) as ws:
        assert deficit(ws) == 1


def test_another_workspace_teaches_too(folder, tmp_path):
    from reflect.store import Key, Store

    with opened(tmp_path / "empty") as ws:
        with pytest.raises(WorkspaceError, match="Too little"):
            ws.corrections.train([], never)
        with pytest.raises(WorkspaceError, match="Nothing has been learnt"):
            ws.corrections.use(learnt=True)
        lines = ws.corrections.train(
            [folder], lambda path: Store.open(path, Key.passphrase(KEY), create=False)
        )
        assert "in 6 notes" in lines[0]


def test_labelled_notes_teach_too(folder, tmp_path):
    import json

    path = tmp_path / "own.jsonl"
    text = "Dad is lazy.\n"
    row = {
        "id": "n", "brief": "own", "writer": "us", "split": "train", "text": text, "marked": ["us"],
        "sentences": [{"start": 0, "end": len(text), "codes": {"language.deficit": []}}],
    }  # fmt: skip
    bare = {**row, "id": "bare", "text": "", "sentences": []}
    path.write_text("\n".join(map(json.dumps, (row, bare))), encoding="utf-8")
    with opened(folder) as ws:
        assert "in 7 notes" in ws.corrections.train([path], never)[0]

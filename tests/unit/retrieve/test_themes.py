"""Themes of a library: close together, named by their own words, the same each time."""

from __future__ import annotations

import numpy as np

from reflect.retrieve import themes


def library():
    """Two heaps of discussions that lie apart, each with words of its own."""
    chance = np.random.default_rng(5)
    heaps = [np.eye(8)[0], np.eye(8)[3]]
    rows = np.array([heaps[i % 2] + 0.1 * chance.normal(size=8) for i in range(12)], np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    texts = [
        "The ferry and the kelp again." if i % 2 else "Only the anvil rang." for i in range(12)
    ]
    return [f"d{i:02}" for i in range(12)], rows, texts


def test_what_lies_close_is_one_theme_named_by_its_own_words():
    found = themes(*library())
    assert [len(theme.ids) for theme in found] == [6, 6]
    for theme in found:
        assert len({int(name[1:]) % 2 for name in theme.ids}) == 1
    named = {theme.words[0] for theme in found}
    assert named <= {"anvil", "ferry", "kelp"}
    assert not set(found[0].words) & set(found[1].words)


def test_the_same_library_has_the_same_themes():
    assert themes(*library()) == themes(*library())


def test_every_discussion_is_in_one_theme():
    ids, rows, texts = library()
    assert sorted(name for theme in themes(ids, rows, texts) for name in theme.ids) == ids


def test_a_few_discussions_have_no_themes():
    ids, rows, texts = library()
    assert themes(ids[:5], rows[:5], texts[:5]) == []

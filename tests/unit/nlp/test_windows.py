from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reflect.nlp.windows import windows

lengths = st.lists(st.integers(1, 60), max_size=40)


@given(lengths, st.integers(1, 100), st.integers(0, 50), st.one_of(st.none(), st.integers(1, 100)))
def test_windows_own_every_piece_once_and_stay_within_their_size(sizes, most, context, first):
    cut = windows(sizes, most, context, first)
    owned = [i for w in cut for i in range(w.first, w.last)]
    assert owned == list(range(len(sizes)))
    for number, w in enumerate(cut):
        room = first if first is not None and number == 0 else most
        own = sum(sizes[w.first : w.last])
        assert own <= room or w.last - w.first == 1
        assert sum(sizes[w.start : w.first]) <= context
        assert sum(sizes[w.last : w.end]) <= context
        assert 0 <= w.start <= w.first < w.last <= w.end <= len(sizes)

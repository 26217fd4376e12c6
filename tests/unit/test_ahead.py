"""One item ahead: in order, lazily, and mistakes in their turn."""

from __future__ import annotations

import itertools

import pytest

from reflect.ahead import ahead


def test_everything_comes_in_order():
    assert list(ahead(lambda n: n * n, range(5))) == [(n, n * n) for n in range(5)]
    assert list(ahead(str, [])) == []
    assert list(ahead(str, [7])) == [(7, "7")]


def test_no_more_is_read_than_one_ahead():
    read = []

    def items():
        for n in itertools.count():
            read.append(n)
            yield n

    made = ahead(lambda n: n, items())
    assert next(made) == (0, 0)
    assert next(made) == (1, 1)
    assert read == [0, 1, 2]
    made.close()


def test_a_mistake_comes_when_its_turn_comes():
    made = ahead(lambda n: 1 // n, [2, 1, 0, 1])
    assert [next(made), next(made)] == [(2, 0), (1, 1)]
    with pytest.raises(ZeroDivisionError):
        next(made)

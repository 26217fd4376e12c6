"""Working one item ahead: the next is begun in a thread while the one before is used."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


def ahead(work: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[tuple[Item, Result]]:
    """Each item with what was made of it, in order and lazily.

    Args:
        work: what is done with an item; it runs in one thread, an item at a time.
        items: read one further than was given back.

    Raises:
        Whatever `work` raises, when its item's turn comes.
    """
    with ThreadPoolExecutor(max_workers=1) as beside:
        begun: deque[tuple[Item, Future[Result]]] = deque()
        for item in items:
            begun.append((item, beside.submit(work, item)))
            if len(begun) > 1:
                before, result = begun.popleft()
                yield before, result.result()
        for item, result in begun:
            yield item, result.result()

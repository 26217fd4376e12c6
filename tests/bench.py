"""Start-up and speed beside their budgets: `make bench`. Prints; asserts nothing, for machines differ."""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

CORPUS = Path(__file__).parents[1] / "corpora" / "notes"


def process(arguments: list[str], times: int = 5) -> float:
    """Best of some fresh processes, in milliseconds."""
    took = []
    for _ in range(times):
        start = time.perf_counter()
        subprocess.run(arguments, capture_output=True, check=True)
        took.append((time.perf_counter() - start) * 1000)
    return min(took)


def first_paint() -> float:
    """From a fresh process to the first paint of Home, in milliseconds, best of five."""
    code = (
        "import time; start = time.perf_counter()\n"
        "from tui.app import ReflectApp\n"
        "import asyncio, threading\n"
        "wait = threading.Event()\n"
        "app = ReflectApp(lambda: wait.wait() and None)\n"
        "async def main():\n"
        "    async with app.run_test(size=(80, 24)):\n"
        "        print((time.perf_counter() - start) * 1000, flush=True)\n"
        "        import os; os._exit(0)\n"
        "asyncio.run(main())\n"
    )
    runs = [
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        for _ in range(5)
    ]
    return min(float(run.stdout.split()[0]) for run in runs)


def median(action: Callable[[], object], times: int = 9) -> float:
    """Median of some calls once warm, in milliseconds."""
    action()
    took = []
    for _ in range(times):
        start = time.perf_counter()
        action()
        took.append((time.perf_counter() - start) * 1000)
    return statistics.median(took)


def main() -> None:
    """Measure and print."""
    rows = [("reflect --help", process([sys.executable, "-m", "reflect", "--help"]), 150, "ms")]
    rows.append(("first paint of the terminal UI", first_paint(), 500, "ms"))

    from reflect.engine import Engine
    from reflect.learn.notes import load_notes
    from reflect.records import Note

    start = time.perf_counter()
    engine = Engine()
    texts = [note.text for note in load_notes(CORPUS)]
    words = " ".join(texts).split(" ")
    engine.tag(Note(texts[0], "warm"))
    rows.append(
        ("models loaded and one note tagged", (time.perf_counter() - start) * 1000, 0, "ms")
    )
    thousand = Note(" ".join(words[:1000]), "thousand")
    rows.append(
        ("a note of 1,000 words tagged, warm", median(lambda: engine.tag(thousand)), 250, "ms")
    )
    bulk = [Note(text, "bulk") for text in texts[:40]]
    many = sum(len(note.text.split()) for note in bulk)
    start = time.perf_counter()
    for _ in engine.tag_all(bulk):
        pass
    rows.append(("bulk tagging", many / (time.perf_counter() - start), 5000, "words/s"))
    rows.append(
        ("1,000 words anonymised, warm", median(lambda: engine.anonymise(thousand)), 150, "ms")
    )
    start = time.perf_counter()
    for _ in engine.anonymise_all(bulk):
        pass
    rows.append(("bulk anonymising", many / (time.perf_counter() - start), 5000, "words/s"))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    rows.append(("memory, resident at most", memory, 700, "MB"))
    print(f"{'what':38} {'measured':>10} {'budget':>8}")
    for name, found, budget, unit in rows:
        print(f"{name:38} {found:10.0f} {budget or '-':>8} {unit}")


if __name__ == "__main__":
    main()

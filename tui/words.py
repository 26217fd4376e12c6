"""Small wordings that several screens share."""

from __future__ import annotations

from datetime import datetime

from reflect.records import Mark, NoteSummary, sureness

NOT_PRACTICE = "marks what is written, not practice"


def when(opened: str, now: datetime | None = None) -> str:
    """A date as people say it: `today 16:40`, `yesterday`, `Mon`, `3 May`, `3 May 2024`.

    Args:
        opened: ISO 8601, local time.
        now: the present; the clock's when not given.

    Returns:
        The words, or nothing when the date cannot be read.
    """
    try:
        then = datetime.fromisoformat(opened)
    except ValueError:
        return ""
    then = then.astimezone().replace(tzinfo=None) if then.tzinfo else then
    now = now or datetime.now()
    days = (now.date() - then.date()).days
    if days == 0:
        return f"today {then:%H:%M}"
    if days == 1:
        return "yesterday"
    if 1 < days < 7:
        return f"{then:%a}"
    return f"{then.day} {then:%b}" + ("" if then.year == now.year else f" {then.year}")


def state_of(note: NoteSummary) -> str:
    """How far a note is, in words for the screen; the store has its own."""
    if not note.state or note.state == "not read yet":
        return "not opened yet"
    return note.state.replace("unanswered", "waiting")


def count(number: int, one: str, many: str = "") -> str:
    """`1 note`, `2 notes`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def whose(mark: Mark, person: str) -> str:
    """Whose a mark is and what has been said of it, in words."""
    maker = "yours" if mark.maker == person and not mark.by_machine else mark.maker
    made = "reflect's suggestion" if mark.by_machine else maker
    if not mark.by_machine and maker != "yours":
        made = f"{maker}'s"
    judge = "you" if mark.judge == person else mark.judge
    return f"{made} · {mark.verdict} by {judge}" if mark.verdict else made


def how_sure(mark: Mark) -> str:
    """`sure`, `fairly sure`, `unsure`; nothing for a mark that a person made."""
    return sureness(mark.score) if mark.by_machine else ""


def quoted(words: str) -> str:
    """Words within one pair of quotation marks, whatever marks they came with."""
    return "“" + words.strip('"“”') + "”"

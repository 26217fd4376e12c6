"""What is handed on: the sheet for the group, and the short entry for the child's file.

They stay apart. The child's-file entry holds the child, the worry, the reasons and what was decided;
what the writer answered to the questions is theirs and never goes into it. Both hold the note's own
words and what a person typed: nothing is composed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reflect.nlp.actions import when, who
from reflect.nlp.cues import speaks
from reflect.nlp.people import adult_names, child_names
from reflect.nlp.quotes import quotations
from reflect.records import Code, Reflection, Sentence, Span, Tagged, Worksheet
from reflect.sheet.worksheet import trimmed

CREED = (
    "reflect marks what is written, not practice. Not found in this text does not mean not done."
)
CHILD_FILE: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "The child: words, wishes, days",
        ("voice.words", "voice.wishes", "voice.lived", "voice.observed"),
    ),
    ("What the child was told, or changed", ("voice.acted",)),
    ("The worry", ("language.concern",)),
    ("What helps", ("language.strength", "language.hope")),
    ("Why: the weighing", ("record.analysis",)),
    ("What was decided", ("record.decision",)),
)


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph; `quoted` when it is the note's own words, `quiet` for a hint or a remark."""

    text: str
    quoted: bool = False
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it."""

    heading: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A page to print, whatever its form."""

    title: str
    about: str
    sections: tuple[Section, ...]
    footer: str = CREED


def group_sheet(
    title: str, tagged: Tagged, worksheet: Worksheet, reflections: Sequence[Reflection]
) -> Page:
    """The one-page sheet for the group.

    Args:
        title: the note's title.
        tagged: the note with its marks.
        worksheet: the lens laid over it, with what a person wrote.
        reflections: the questions, with the answers that the writer chooses to bring by printing.
    """
    sections = []
    for item in worksheet.items:
        if item.text is not None:
            lines = tuple(Line(row) for row in item.text.splitlines() if row.strip())
        else:
            lines = tuple(_quote(tagged, span.start, span.end) for span in item.found)
        sections.append(Section(item.prompt, lines or (Line(item.hint, quiet=True),)))
    for reflection in reflections:
        if reflection.dismissed:
            continue
        question = reflection.question
        answer = [Line(row) for row in reflection.answer.splitlines() if row.strip()]
        sections.append(
            Section(
                question.text, (_quote(tagged, question.span.start, question.span.end), *answer)
            )
        )
    return Page(title, f"{worksheet.label}. {worksheet.about}", tuple(sections))


def child_file(title: str, tagged: Tagged) -> Page:
    """The short entry for the child's file, in the note's own words; no heading without any.

    Args:
        title: the note's title.
        tagged: the note with its marks.
    """
    adults = _adults_words(tagged.note.text)
    sections = [
        Section(heading, tuple(_with(tagged, codes, adults))) for heading, codes in CHILD_FILE
    ]
    actions = []
    for sentence in tagged.sentences:
        if any(code.code == "record.action" for code in sentence.codes):
            line = _quote(tagged, sentence.start, sentence.end)
            doer = who(line.text) or "for you to add"
            by = when(line.text) or "for you to add"
            actions += [line, Line(f"Who: {doer}. When: {by}.", quiet=True)]
    sections.append(Section("What will be done", tuple(actions)))
    return Page(
        title,
        "Supervision: entry for the child's file. For its writer to read and amend.",
        tuple(section for section in sections if section.lines),
    )


def _with(tagged: Tagged, codes: Sequence[str], adults: Sequence[Span]) -> list[Line]:
    """Sentences with one of some codes; an adult's quoted words never stand as the child's."""

    def holds(code: Code, sentence: Sentence) -> bool:
        runs = code.evidence or (Span(sentence.start, sentence.end),)
        theirs = any(r.start < a.end and a.start < r.end for r in runs for a in adults)
        return code.code in codes and not (theirs and code.family == "voice")

    return [
        _quote(tagged, sentence.start, sentence.end)
        for sentence in tagged.sentences
        if any(holds(code, sentence) for code in sentence.codes)
    ][:6]


def _adults_words(text: str) -> list[Span]:
    """Quotations that the page gives to an adult: by a role ("nan"), or a name that it gives one to."""
    children, adults, found = child_names(text), adult_names(text), []
    for each in quotations(text):
        before = text[max(0, each.start - 160) : each.start]
        role = each.speaker.islower() and speaks(each.speaker, before, children) == "adult"
        if role or each.speaker in adults:
            found.append(Span(each.start, each.end))
    return found


def _quote(tagged: Tagged, start: int, end: int) -> Line:
    span = trimmed(tagged.note.text, start, end)
    return Line(" ".join(tagged.note.text[span.start : span.end].split()), quoted=True)

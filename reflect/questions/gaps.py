"""What was not found in a text, in a few words: said as "not found in this text", never "absent"."""

from __future__ import annotations

from reflect.records import Tagged

_GAPS: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    # phrase, codes of which one must be there (none: always), codes that would answer it
    (
        "the child's own words or ways",
        (),
        ("voice.words", "voice.wishes", "voice.observed", "voice.lived"),
    ),
    ("a second idea", ("hypothesis.tentative", "hypothesis.asserted"), ("hypothesis.rival",)),
    ("why it matters for the child", ("record.action", "record.decision"), ("record.analysis",)),
    (
        "a conversation to try the idea",
        ("hypothesis.tentative", "hypothesis.rival"),
        ("hypothesis.enquiry",),
    ),
    (
        "a strength with an example",
        ("language.concern", "language.deficit"),
        ("language.strength",),
    ),
    (
        "what worries you, said plainly",
        ("language.minimising", "language.deficit"),
        ("language.concern",),
    ),
)


def not_found(tagged: Tagged, most: int = 4) -> list[str]:
    """Name what was not found in a text, most worth looking for first.

    Args:
        tagged: the note with its marks.
        most: how many phrases.
    """
    present = {code.code for sentence in tagged.sentences for code in sentence.codes}
    phrases = [
        phrase
        for phrase, given, answers in _GAPS
        if (not given or present & set(given)) and not present & set(answers)
    ]
    if not any(person.role == "father" for person in tagged.people):
        phrases.append("a father")
    return phrases[:most]

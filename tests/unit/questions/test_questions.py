from __future__ import annotations

from collections import Counter

import pytest

from reflect.codebook import load
from reflect.errors import DataError
from reflect.questions import choose, load_bank, not_found
from reflect.questions.choose import every
from reflect.records import Code, ModelInfo, Note, Person, Sentence, Span, Tagged


@pytest.fixture(scope="module")
def bank():
    return load_bank(load())


FAMILY = (Person("child", "Ella", "words"), Person("father", "dad"))


def tagged(*rows, people=FAMILY):
    """A note of one sentence a row: (text, code, code …); a code may have a score: "voice.gap@0.4"."""
    text, sentences = "", []
    for words, *codes in rows:
        start = len(text)
        text += words + "\n"
        marks = []
        for code in codes:
            name, _, score = code.partition("@")
            marks.append(Code(name, float(score or 0.9), (Span(start, start + len(words)),)))
        sentences.append(Sentence(start, len(text), tuple(marks)))
    return Tagged(Note(text, "n"), tuple(sentences), people, {}, ModelInfo("m", "1", "x"))


def situations(bank, note, **more):
    where = {q.id: s.id for s in bank.situations for q in s.questions}
    return [where[question.id] for question in choose(note, bank, **more)]


def test_the_bank_is_large_and_every_question_fits_a_breath(bank):
    texts = [q.text for s in bank.situations for q in s.questions]
    assert len(texts) >= 250
    assert len(set(texts)) == len(texts)
    assert max(len(text.split()) for text in texts) <= 35
    assert all(text.endswith("?") for text in texts)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("A volatile relationship.", "language.minimising")], "harm-softened"),
        ([("He hit her.", "language.concern")], "concern-without-the-child"),
        ([("Perhaps it is loyalty.", "hypothesis.tentative")], "idea-without-a-rival"),
        (
            [("Perhaps a.", "hypothesis.tentative"), ("Or b, though.", "hypothesis.rival")],
            "idea-without-a-conversation",
        ),
        (
            [("Perhaps loyalty.", "hypothesis.tentative"), ("I'll ask.", "hypothesis.enquiry")],
            "idea-without-a-rival",
        ),
        ([("We have not asked Leo.", "voice.gap")], "voice-gap"),
        ([("She is in denial.", "hypothesis.asserted")], "explanation-asserted"),
    ],
)
def test_what_a_note_holds_and_lacks_decides(bank, rows, expected):
    assert expected in situations(bank, tagged(*rows))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Voice of the child: obtained.", "voice-ticked-off"),
        ("Denisa seen in her room, appeared well.", "voice-ticked-off"),
        ("Nobody has asked Poppy where she was.", "nobody-has-asked"),
        ("I didn't ask about the baby.", "held-back"),
        ("Dr said explanation consistent.", "explanation-taken"),
        ("It was agreed that contact stops.", "decided-by-nobody"),
        ("School report no concerns.", "nothing-worrying"),
        ("Today is my last day with them.", "an-ending"),
        ("Placement to be reviewed.", "a-step-without-an-owner"),
    ],
)
def test_a_turn_of_phrase_is_met_in_its_sentence(bank, line, expected):
    note = tagged(("Visit at four, all at home.",), ("Heading:",), (line,))
    where = {q.id: s.id for s in bank.situations for q in s.questions}
    (met,) = [q for q in choose(note, bank, most=20) if where[q.id] == expected]
    assert note.note.text[met.span.start : met.span.end] == line


@pytest.mark.parametrize(
    "line",
    [
        "Wishes and feelings:",
        "Lena asked about school.",
        "The kettle was on.",
        "I asked about the baby.",
    ],
)
def test_other_lines_meet_none_of_them(bank, line):
    note = tagged(("We sat down and Ella drew.",), (line,))
    turns = {s.id for s in bank.situations if s.turns}
    assert not turns & set(situations(bank, note, most=20))


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("Mum not spoken to yet.", False),
        ("Their mother, Ana, hasn't been asked either.", False),
        ("Dad is yet to be seen.", False),
        ("Mum has not let us see Leo.", True),
        ("Nan has never asked Leo.", True),
        ("School have not seen Leo. Leo not asked.", True),
    ],
)
def test_who_was_not_seen_decides(bank, line, asked):
    assert ("voice-gap" in situations(bank, tagged((line, "voice.gap")), most=20)) == asked


def test_an_adult_who_was_not_seen_is_no_unheard_child(bank):
    dad = ("Rory's dad not seen, not asked about since August.", "voice.gap@0.95")
    assert "voice-gap" not in situations(bank, tagged(dad), most=20)
    note = tagged(dad, ("Rory was not asked either.", "voice.gap@0.6"))
    asked = next(q for q in choose(note, bank, most=20) if q.id.startswith("gap-"))
    assert note.note.text[asked.span.start : asked.span.end] == "Rory was not asked either."


def test_a_gap_that_is_answered_is_not_asked(bank):
    both = tagged(("Perhaps a.", "hypothesis.tentative"), ("Or b.", "hypothesis.rival"))
    assert "idea-without-a-rival" not in situations(bank, both, most=50)


def test_questions_are_at_most_three_from_different_sentences_of_the_note(bank):
    note = tagged(
        ("A volatile relationship.", "language.minimising", "language.deficit"),
        ("Not asked.", "voice.gap"),
        ("Perhaps.", "hypothesis.tentative"),
        ("SW to ring.", "record.action"),
    )
    asked = choose(note, bank)
    assert len(asked) == 3
    assert len({question.span for question in asked}) == 3
    for question in asked:
        assert note.note.text[question.span.start : question.span.end].strip()


def test_the_child_first_and_safety_before_what_is_good(bank):
    note = tagged(
        ("Dad took the day off.", "language.strength"),
        ("A domestic incident.", "language.minimising"),
    )
    assert situations(bank, note)[0] == "harm-softened"


def test_a_situation_on_an_unsure_mark_waits(bank):
    note = tagged(("A tiff.", "language.minimising@0.2"), ("We have not asked.", "voice.gap@0.95"))
    assert situations(bank, note)[0] == "voice-gap"


def test_what_is_answered_comes_sooner_and_what_is_put_away_later(bank):
    note = tagged(
        ("We thought of school too.", "systemic.context"),
        ("His gran raised her.", "systemic.scripts"),
    )
    plain = situations(bank, note)
    liked = {s.id: {q.id: 1 for q in s.questions} for s in bank.situations}
    assert plain.index("scripts-named") < plain.index("context-named")
    said = {**liked["context-named"], **dict.fromkeys(liked["scripts-named"], -1)}
    moved = situations(bank, note, said=said)
    assert moved.index("context-named") < [*moved, "scripts-named"].index("scripts-named")


def test_nothing_moves_safety_and_the_child(bank):
    note = tagged(
        ("A volatile relationship.", "language.minimising"), ("She is lazy.", "language.deficit")
    )
    away = {q.id: -9 for s in bank.situations if s.id == "harm-softened" for q in s.questions}
    assert situations(bank, note, said=away)[0] == "harm-softened"


def test_a_question_put_away_stays_away(bank):
    note = tagged(("We have not asked.", "voice.gap"))
    first = choose(note, bank)[0]
    again = choose(note, bank, dismissed={first.id})
    assert first.id not in {question.id for question in again}


def test_the_child_is_named_only_as_the_note_does(bank):
    note = tagged(("We have not asked Ella.", "voice.gap"))
    texts = [q.text for q in choose(note, bank, most=20)]
    assert not any("{child}" in text for text in texts)
    two = tagged(
        ("We have not asked.", "voice.gap"),
        people=(Person("child", "Ella", "proxy"), Person("child", "Jay", "proxy")),
    )
    assert not any("Ella" in q.text or "Jay" in q.text for q in choose(two, bank, most=20))


def test_a_note_with_no_codes_still_gets_a_question_from_its_opening(bank):
    note = tagged(("Date: 3 May",), ("Visit at four, everyone was at home for tea.",))
    (first, *_) = choose(note, bank)
    assert note.note.text[first.span.start : first.span.end].startswith("Visit at four")


def test_every_situation_can_be_reached(bank):
    """No situation contradicts itself: what it needs and anchors on is not what it lacks."""
    for situation in bank.situations:
        assert not set(situation.lacks) & set(situation.needs)
        assert not situation.anchor or set(situation.anchor) - set(situation.lacks), situation.id


def test_a_mistake_in_a_bank_names_it(tmp_path):
    path = tmp_path / "bank.yaml"
    path.write_text(
        "situations:\n- {id: a, priority: 1, anchor: [voice.wrods], why: w, questions: []}\n",
        encoding="utf-8",
    )
    with pytest.raises(DataError, match=r"voice\.words"):
        load_bank(load(), path)


def test_a_turn_of_phrase_that_is_no_pattern_is_named(tmp_path):
    path = tmp_path / "bank.yaml"
    path.write_text(
        "situations:\n- {id: a, priority: 1, turns: ['(x'], why: w, questions: []}\n",
        encoding="utf-8",
    )
    with pytest.raises(DataError, match=r"\(x"):
        load_bank(load(), path)


def test_every_question_that_could_be_asked_is_told_for_readers(bank):
    note = tagged(("Nobody has asked Poppy.", "voice.gap"), ("SW to ring.", "record.action"))
    found = every(note, bank, each=2)
    per = Counter(q.id.rpartition("-")[0] for q in found)
    assert {"gap", "unasked", "purpose"} <= set(per)
    assert max(per.values()) == 2
    assert {q.id for q in choose(note, bank)} <= {q.id for q in every(note, bank, each=9)}


def test_what_was_not_found_is_said_as_not_found():
    note = tagged(("Perhaps.", "hypothesis.tentative"), people=(Person("child", "Ella", "proxy"),))
    phrases = not_found(note)
    assert "a second idea" in phrases
    assert "a father" in phrases
    heard = tagged(("'No.'", "voice.words"), ("Or b.", "hypothesis.rival"))
    assert "the child's own words or ways" not in not_found(heard)

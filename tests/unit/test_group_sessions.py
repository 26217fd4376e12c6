"""Group sessions from their formats to what they leave, on a real store."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reflect.codebook import Format, load, load_formats
from reflect.errors import DataError, ReflectError
from reflect.records import Code, ModelInfo, Note, Sentence, Tagged
from reflect.sessions import Offer, Sessions
from reflect.sheet import cards_of, entry, named_in, private_page, render
from reflect.store import Key, Store

CODES = [code.id for code in load().codes]
SHIPPED = load_formats(CODES)
BELLS = SHIPPED[0]
ROWS = [
    ("Ela said she counts the stairs.", "voice.words"),
    ("I wonder if no is the one place\nshe still decides.", "hypothesis.tentative"),
    ("Or Thursdays are when he rings.", "hypothesis.rival"),
    ("Perhaps she is tired of us.", "hypothesis.tentative"),
    ("I do not know what I am for there.", "systemic.uncertainty"),
    ("SW to ring the IDVA.", "record.action"),
]
WORDS = {
    "roles.presenter": "Samina K",
    "roles.observers": "Jo and Bea",
    "present.dilemma": "How do I hear her no?",
    "present.wants": "To be asked, not told.",
    "present.worry": "He kicked the door\n\nin front of Ela.",
    "ideas.2.idea": "Perhaps no is hers to keep.",
    "ideas.2.against": "She said yes to the IDVA.",
    "ideas.10.idea": "Perhaps we push.",
    "rang.1.what": "counting",
    "rang.1.whom": "Jo",
    "actions.1.what": "Ring the IDVA",
    "actions.1.who": "Samina",
    "actions.1.by": "Thursday",
    "whole.feelings": "Heavy, then lighter.",
}


@pytest.fixture
def tagged() -> Tagged:
    text, sentences = "", []
    for words, code in ROWS:
        start = len(text)
        text += words + "\n"
        sentences.append(Sentence(start, len(text), (Code(code, 0.9),)))
    return Tagged(Note(text, "n"), tuple(sentences), (), {}, ModelInfo("m", "1", "x"))


@pytest.fixture
def sessions(tmp_path: Path, tagged: Tagged):
    with Store.open(tmp_path / "ws", Key.raw(bytes(32))) as store:
        store.notes.add(tagged.note, "Home visit, Tues")
        yield Sessions(store, load, lambda _: tagged, store.directory)


# formats


@pytest.mark.parametrize("way", SHIPPED, ids=lambda way: way.id)
def test_a_shipped_format_leaves_both_sheets(way: Format) -> None:
    goes = {field.goes for page in way.pages for field in page.fields}
    assert goes == {"file", "private"}
    assert way.roles
    assert any(page.kind == "roles" for page in way.pages)


def test_bells_that_ring_has_its_seven_steps_and_keeps_resonance_private() -> None:
    assert [step.id for step in BELLS.steps] == [
        "roles", "present", "consult", "observe", "rang", "plan", "whole"
    ]  # fmt: skip
    assert BELLS.minutes == 55
    private = [page for page in BELLS.pages if page.id in ("rang", "silent", "consult", "whole")]
    assert all(field.goes == "private" for page in private for field in page.fields)


def test_a_services_own_format_replaces_or_joins(sessions: Sessions, tmp_path: Path) -> None:
    (tmp_path / "ws" / "sessions.yaml").write_text(
        "formats:\n"
        "  - id: unit-meeting\n"
        "    label: Our Monday\n"
        "    steps:\n"
        "      - {id: a, label: First, pages: [{id: p, kind: words, label: P, fields: [{id: x, label: X}]}]}\n"
        "  - id: pod\n"
        "    label: Pod\n"
        "    steps:\n"
        "      - {id: a, label: First, minutes: 0, pages: [{id: r, kind: roles, label: R}]}\n"
    )
    found, trouble = sessions.formats()
    assert [way.label for way in found] == ["Bells that Ring", "Our Monday", "Pod"]
    assert trouble is None
    assert found[1].pages[0].fields[0].goes == "private"  # what does not say so is private


BAD = [
    ("{id: p, kind: words, label: P}", "row 5: .* needs fields"),
    ("{id: p, kind: roles, label: P, fields: [{id: x, label: X}]}", "has no fields of its own"),
    ("{id: p, kind: words, label: P, fields: [{id: x, label: X, gose: file}]}", "gose.*'goes'"),
    ("{id: p, kind: words, label: P, fields: [{id: x, label: X}, {id: x, label: Y}]}", "called 'x'"),
    ("{id: p, kind: words, label: P, fields: [{id: x.y, label: X}]}", "row 5"),
    ("{id: p, kind: words, label: P, fields: [{id: x, label: X, codes: [voice.word]}]}", "voice.words"),
]  # fmt: skip


@pytest.mark.parametrize(("page", "said"), BAD)
def test_a_mistake_in_the_own_file_is_named_and_the_shipped_ones_stay(
    sessions: Sessions, tmp_path: Path, page: str, said: str
) -> None:
    (tmp_path / "ws" / "sessions.yaml").write_text(
        f"formats:\n  - id: pod\n    label: Pod\n    steps:\n      - {{id: a, label: A, pages: [{page}]}}\n"
    )
    found, trouble = sessions.formats()
    assert [way.id for way in found] == ["bells-that-ring", "unit-meeting"]
    assert isinstance(trouble, DataError)
    with pytest.raises(DataError, match=f"sessions.yaml.*{said}"):
        raise trouble


# begun from a note


def test_offers_are_the_notes_own_words_and_a_rival_shares_its_ideas_card(
    sessions: Sessions, tagged: Tagged
) -> None:
    offers = sessions.offers(BELLS, 1)
    assert {offer.item: offer.text for offer in offers} == {
        "present.dilemma": "I do not know what I am for there.",
        "present.child": "Ela said she counts the stairs.",
        "ideas.1.idea": "I wonder if no is the one place she still decides.",
        "ideas.1.rival": "Or Thursdays are when he rings.",
        "ideas.2.idea": "Perhaps she is tired of us.",
    }
    flat = " ".join(tagged.note.text.split())
    assert all(offer.text in flat for offer in offers)


def test_what_was_written_in_the_lens_of_that_name_comes_first(sessions: Sessions) -> None:
    sessions._store.worksheets.write(1, "bells-that-ring", "dilemma", "How do I hear her no?")
    offers = {offer.item: offer.text for offer in sessions.offers(BELLS, 1)}
    assert offers["present.dilemma"] == "How do I hear her no?"


def test_a_session_begins_with_what_was_taken_and_goes_on_where_it_was_left(
    sessions: Sessions,
) -> None:
    two = [Offer("present.child", "", "One."), Offer("present.child", "", "Two.")]
    made = sessions.begin(BELLS.timed({"present": 20}), note_id=1, offers=two)
    sessions.write(made, "present.wants", "To be asked.")
    sessions.leave(made, "present", {"roles": 90})
    one = sessions.open(made)
    assert one.title == "Home visit, Tues"
    assert one.words == {"present.child": "One.\nTwo.", "present.wants": "To be asked."}
    assert (one.page, one.spent, one.format.steps[1].minutes) == ("present", {"roles": 90}, 20)
    assert [(s.label, s.state) for s in sessions.list()] == [("Bells that Ring", "step 2 of 7")]
    found, _ = sessions.formats()  # the minutes are remembered for the next
    assert found[0].steps[1].minutes == 20
    sessions.delete(made)
    assert sessions.list() == []


def test_a_session_of_no_note_is_named_after_its_day(sessions: Sessions) -> None:
    made = sessions.begin(BELLS)
    assert sessions.get(made).title.startswith("Bells that Ring, ")
    assert sessions.get(sessions.begin(BELLS, "  R   family ")).title == "R family"


def test_a_card_taken_away_can_be_brought_back(sessions: Sessions) -> None:
    made = sessions.begin(BELLS)
    sessions.put_back(made, WORDS)
    sessions.drop(made, "ideas", 2)
    page = next(page for page in BELLS.pages if page.id == "ideas")
    assert sessions.get(made).cards(page) == {10: {"idea": "Perhaps we push."}}
    sessions.put_back(made, WORDS)
    assert list(sessions.get(made).cards(page)) == [2, 10]


# what it leaves


def test_the_entry_holds_what_goes_to_the_file_and_nothing_else() -> None:
    said = render(entry("R family", BELLS, WORDS), "md").decode()
    heads = [row[3:] for row in said.splitlines() if row.startswith("## ")]
    assert heads == [
        "What was brought",
        "The worry",
        "Ideas held provisionally, to be tested and given up if they do not fit",
        "What will be done",
    ]
    for words in ("How do I hear her no?", "He kicked the door", "Perhaps no is hers to keep.",
                  "What does not fit: She said yes", "Who: Samina", "By when: Thursday"):  # fmt: skip
        assert words in said
    for words in ("Jo", "Bea", "counting", "To be asked", "Heavy", "Samina K"):
        assert words not in said


def test_the_private_page_holds_the_rest() -> None:
    said = render(private_page("R family", BELLS, WORDS), "md").decode()
    for words in ("Presenter: Samina K", "counting", "For whom: Jo", "To be asked", "Heavy"):
        assert words in said
    for words in ("hear her no", "kicked", "IDVA"):
        assert words not in said


def test_names_of_the_roles_page_are_pointed_out_in_the_entry() -> None:
    assert named_in(BELLS, WORDS) == []  # who will do something is named on purpose
    more = WORDS | {"ideas.10.rival": "Jo’s idea. Job done. jo.", "present.worry": "Bea saw it."}
    assert named_in(BELLS, more) == [
        ("Bea", "What worries us, said plainly"),
        ("Jo", "Another idea"),
    ]


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(
    st.sampled_from([f"{page.id}.{n}{field.id}" for page in BELLS.pages for field in page.fields
                     for n in (("1.", "2.", "12.") if page.kind == "cards" else ("",))]
                    + [f"roles.{role.id}" for role in BELLS.roles]),
    st.text(min_size=1, max_size=12),
))  # fmt: skip
def test_every_word_stands_in_one_sheet_and_in_one_only(words: dict[str, str]) -> None:
    marked = {item: f"{text} ¤{n}¤" for n, (item, text) in enumerate(words.items())}
    pages = entry("t", BELLS, marked), private_page("t", BELLS, marked)
    texts = ["\n".join(line.text for s in page.sections for line in s.lines) for page in pages]
    goes = {f"{page.id}.{field.id}": field.goes for page in BELLS.pages for field in page.fields}
    for n, item in enumerate(marked):
        where = goes.get(".".join((item.split(".")[0], item.split(".")[-1])), "private")
        assert [f"¤{n}¤" in text for text in texts] == [where == "file", where == "private"]


def test_cards_come_by_number_and_what_is_no_card_is_left_alone() -> None:
    page = next(page for page in BELLS.pages if page.id == "ideas")
    words = WORDS | {"ideas.x.idea": "?", "ideasx.1.idea": "?", "ideas.3.idea": ""}
    assert list(cards_of(page, words)) == [2, 10]


@pytest.mark.parametrize("what", ["entry", "private"])
def test_each_is_exported_apart(sessions: Sessions, tmp_path: Path, what: str) -> None:
    made = sessions.begin(BELLS, "R family")
    sessions.put_back(made, WORDS)
    paths = sessions.export(made, tmp_path / "out", what, ["md", "docx", "html"])
    name = {"entry": "child-file-r-family", "private": "private-reflection-r-family"}[what]
    assert [path.name for path in paths] == [f"{name}.md", f"{name}.docx", f"{name}.html"]
    assert paths[0].read_bytes() == sessions.sheet(made, what)


def test_a_format_of_another_reflect_is_said_plainly(sessions: Sessions) -> None:
    made = sessions._store.sessions.add("t", '{"id": "x", "colour": 1}', None, {})
    with pytest.raises(ReflectError, match="cannot read"):
        sessions.get(made)

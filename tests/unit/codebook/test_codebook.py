from __future__ import annotations

import pytest

from reflect.codebook import load, rollups
from reflect.errors import DataError
from reflect.records import Code, Person, Sentence


def own(tmp_path, text):
    path = tmp_path / "own.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_shipped_codebook_holds_every_code_family_and_lens():
    book = load()
    assert len(book.codes) == 36
    assert [family.id for family in book.families] == [
        "systemic", "hypothesis", "voice", "language", "record",
    ]  # fmt: skip
    assert len(book.lenses) == 10
    for code in book.codes:
        assert code.definition
        assert len(code.examples) >= 2
        assert code.near_misses


@pytest.mark.parametrize(
    ("code", "glyph"),
    [
        ("systemic.circularity", "S"), ("hypothesis.rival", "H"), ("voice.words", "V"),
        ("language.strength", "+"), ("language.hope", "+"), ("language.concern", "!"),
        ("language.deficit", "~"), ("language.minimising", "~"), ("record.action", "R"),
    ],
)  # fmt: skip
def test_glyphs_carry_the_meaning(code, glyph):
    assert load().glyph(code) == glyph


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("codes:\n  - id: language.deficit\n    lable: X\n", ["row 3", "lable", "'label'"]),
        ("terms:\n  - {code: language.deficet, add: [x]}\n", ["language.deficet", "language.deficit"]),
        ("codes:\n  - {id: local.thriving, label: T}\n", ["local.thriving", "family"]),
        ("codes:\n  - {id: voice.thriving, label: T}\n", ["voice.thriving", "definition"]),
        ("lenses:\n  - {id: x, label: X, about: Y, worksheet: [{id: a, prompt: p, codes: [voice.word]}]}\n",
         ["voice.word", "voice.words"]),
        ("codes: [\n", ["row"]),
        ("nonsense: 1\n", ["nonsense", "row 1"]),
        ("terms: []\ncodes: []\nterms: []\n", ["row 3", "'terms'", "second time"]),
        ("lenses:\n  - {id: x, label: X}\n  - {id: y, id: z}\n", ["row 3", "'id'", "second time"]),
        ("lenses:\n  - {id: x, label: X}\n", ["row 2", "missing"]),
    ],
)  # fmt: skip
def test_a_mistake_names_file_row_key_and_the_nearest(tmp_path, text, says):
    with pytest.raises(DataError) as caught:
        load(own(tmp_path, text))
    whole = str(caught.value)
    assert "own.yaml" in whole
    for word in says:
        assert word in whole


def test_aliases_are_looked_into_once(tmp_path):
    rows = ["a0: &a0 [x]", *(f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]" for i in range(1, 60))]
    with pytest.raises(DataError, match="own.yaml"):
        load(own(tmp_path, "\n".join([*rows, "codes: []", "codes: []"]) + "\n"))
    with pytest.raises(DataError, match="own.yaml"):
        load(own(tmp_path, "codes: &c [*c]\n"))


def test_a_missing_codebook_says_so(tmp_path):
    with pytest.raises(DataError, match=r"nowhere\.yaml"):
        load(tmp_path / "nowhere.yaml")


def test_a_council_relabels_adds_codes_and_lenses(tmp_path):
    book = load(own(tmp_path, (
        "families: [{id: local, label: Ours, glyph: O, colour: olive}]\n"
        "codes:\n"
        "  - {id: language.jargon, label: Service talk}\n"
        "  - {id: local.thriving, label: Thriving, definition: Doing well by our measure.}\n"
        "lenses:\n"
        "  - {id: ours, label: Our lens, about: A, worksheet: [{id: a, prompt: P, codes: [local.thriving]}]}\n"
    )))  # fmt: skip
    assert book.get("language.jargon").label == "Service talk"
    assert book.get("language.jargon").definition == load().get("language.jargon").definition
    assert book.glyph("local.thriving") == "O"
    assert book.lens("ours").worksheet[0].codes == ("local.thriving",)


def test_an_unknown_code_or_lens_names_the_nearest():
    with pytest.raises(DataError, match=r"voice\.words"):
        load().get("voice.wrods")
    with pytest.raises(DataError, match="bells-that-ring"):
        load().lens("bells-that-rings")


def test_rollups_count_what_is_written_and_grade_nothing():
    sentences = (
        Sentence(0, 5),
        Sentence(5, 9, (Code("hypothesis.tentative", 0.9), Code("language.concern", 0.8))),
        Sentence(9, 12, (Code("hypothesis.enquiry", 0.9),)),
    )
    maps = rollups(load(), sentences, [Person("child", "Ella", "words"), Person("mother", "mum")])
    steps = {step["step"]: step["sentences"] for step in maps["idea_to_conversation"]}
    assert steps == {"tentative": [1], "rival": [], "evidence": [], "enquiry": [2]}
    assert maps["child_ladder"] == [{"child": "Ella", "rung": "words"}]
    assert maps["writing"]["specific_concern"] == 1
    assert maps["cycle"]["experience"] == 2
    assert maps["cycle"]["action"] == 1


def test_a_lens_holds_a_text_with_something_for_half_of_its_boxes():
    lens = load().lens("signs-of-safety")
    boxes = [box.codes[0] for box in lens.worksheet if box.codes]
    assert lens.holds(boxes)
    assert not lens.holds([])
    assert not lens.holds(["record.nothing"])

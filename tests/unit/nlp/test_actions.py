import pytest

from reflect.nlp.actions import when, who


@pytest.mark.parametrize(
    ("sentence", "doer", "day"),
    [
        ("SC to ring the GP by Thursday.", "SC", "by Thursday"),
        ("1. CB to ring housing about the gutter by 18/11/2024.", "CB", "by 18/11/2024"),
        ("I will ring Carol about the weight", "I", None),
        ("Chronology to be updated.", None, None),
        ("- On Thursday I will ask Cerys what she pictures.", "I", "On Thursday"),
        ("Pippa to find a Welsh voice by the 21st.", "Pippa", "by the 21st"),
        ("dm to ring police first thing weds.", "dm", "first thing weds"),
        ("- Two-person lifts only from tonight", None, "tonight"),
        ("School to send the register within 5 working days", "School", "within 5 working days"),
    ],
)
def test_who_and_when_are_found_or_not(sentence, doer, day):
    assert who(sentence) == doer
    assert when(sentence) == day

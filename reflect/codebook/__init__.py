"""The codebook as data: families, codes, roll-ups, lenses, and a council's own additions."""

from reflect.codebook.formats import (
    LONGEST,
    OWN_FORMATS,
    Blank,
    Format,
    FormatPage,
    Role,
    Step,
    load_formats,
)
from reflect.codebook.loader import Codebook, load
from reflect.codebook.rollups import rollups
from reflect.codebook.schema import Box, CodeEntry, Family, Lens, Terms

__all__ = [
    "LONGEST",
    "OWN_FORMATS",
    "Blank",
    "Box",
    "CodeEntry",
    "Codebook",
    "Family",
    "Format",
    "FormatPage",
    "Lens",
    "Role",
    "Step",
    "Terms",
    "load",
    "load_formats",
    "rollups",
]

"""The codebook as data: families, codes, roll-ups, lenses, and a council's own additions."""

from reflect.codebook.loader import Codebook, load
from reflect.codebook.rollups import rollups
from reflect.codebook.schema import Box, CodeEntry, Family, Lens, Terms

__all__ = ["Box", "CodeEntry", "Codebook", "Family", "Lens", "Terms", "load", "rollups"]

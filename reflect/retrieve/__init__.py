"""Similar discussions: released, de-identified text only."""

from reflect.retrieve.index import Index, Meeting, Passages, meet
from reflect.retrieve.reasons import explain, questions_in
from reflect.retrieve.themes import Theme, themes

__all__ = ["Index", "Meeting", "Passages", "Theme", "explain", "meet", "questions_in", "themes"]

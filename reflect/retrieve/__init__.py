"""Similar discussions: released, de-identified text only."""

from reflect.retrieve.index import Index, Meeting, Passages
from reflect.retrieve.reasons import explain, questions_in

__all__ = ["Index", "Meeting", "Passages", "explain", "questions_in"]

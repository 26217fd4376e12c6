"""Similar discussions: released, de-identified text only."""

from reflect.retrieve.index import Index, Meeting, Passages, meet
from reflect.retrieve.reasons import explain, questions_in

__all__ = ["Index", "Meeting", "Passages", "explain", "meet", "questions_in"]

"""Reflective questions, each tied to a run of the note."""

from reflect.questions.bank import Bank, load_bank
from reflect.questions.choose import choose
from reflect.questions.gaps import not_found

__all__ = ["Bank", "choose", "load_bank", "not_found"]

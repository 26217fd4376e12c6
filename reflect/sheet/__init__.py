"""Worksheets and pages: the note's own words, laid out for a group or for the child's file."""

from reflect.sheet.files import write_new
from reflect.sheet.pages import CREED, Page, child_file, group_sheet
from reflect.sheet.render import Form, marked_page, render
from reflect.sheet.sessions import cards_of, entry, named_in, private_page
from reflect.sheet.worksheet import fill, passages, trimmed

__all__ = [
    "CREED",
    "Form",
    "Page",
    "cards_of",
    "child_file",
    "entry",
    "fill",
    "group_sheet",
    "marked_page",
    "named_in",
    "passages",
    "private_page",
    "render",
    "trimmed",
    "write_new",
]

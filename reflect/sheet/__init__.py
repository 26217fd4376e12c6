"""Worksheets and pages: the note's own words, laid out for a group or for the child's file."""

from reflect.sheet.files import write_new
from reflect.sheet.pages import CREED, Page, child_file, group_sheet
from reflect.sheet.render import Form, marked_page, render
from reflect.sheet.worksheet import fill

__all__ = [
    "CREED",
    "Form",
    "Page",
    "child_file",
    "fill",
    "group_sheet",
    "marked_page",
    "render",
    "write_new",
]

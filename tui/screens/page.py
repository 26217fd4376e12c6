"""What every full screen shares."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.binding import Binding, BindingType
from textual.screen import Screen

from ..desk import Desk
from ..widgets.foot import Foot

if TYPE_CHECKING:
    from ..app import ReflectApp


WIDE = 110
"""Columns from which two things stand side by side."""


class Page(Screen[None]):
    """A full screen with a foot."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012 - as Textual declares it
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "back", "Back")]

    @property
    def reflect(self) -> ReflectApp:
        """The app, as what it is."""
        return cast("ReflectApp", self.app)

    @property
    def desk(self) -> Desk:
        """Where calls to the workspace go."""
        return self.reflect.desk

    def news(self, words: str) -> None:
        """Say quietly what is going on, or what was just done."""
        for foot in self.query(Foot):
            foot.news = words

    def action_back(self) -> None:
        """Leave this screen; drafts are saved on the way."""
        self.reflect.save_drafts()
        self.app.pop_screen()

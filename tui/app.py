"""The app: opens the workspace off the first paint, and holds what all screens share."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import App
from textual.binding import Binding, BindingType
from textual.command import Provider

from .desk import Desk
from .glossary import Glossary
from .messages import OpenFailed, Trouble, WorkspaceOpened
from .screens.home import HomeScreen
from .themes import THEMES, theme_for

if TYPE_CHECKING:
    from reflect.workspace import Workspace

LEAST = (60, 16)
"""The smallest terminal in which the screens can be read; a screen may make do with less."""


def _actions_provider() -> type[Provider]:
    from .commands import ActionsProvider

    return ActionsProvider


class ReflectApp(App[None]):
    """A private reading companion for supervision notes.

    Args:
        open_workspace: opens the workspace; called in a thread after the first paint.
        note_path: a file to bring in and open at once.
    """

    TITLE = "reflect"
    CSS_PATH: ClassVar[list[str | PurePath]] = [
        "reflect.tcss",
        "note.tcss",
        "gate.tcss",
        "group.tcss",
    ]
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {_actions_provider}
    ENABLE_COMMAND_PALETTE = True
    NOTIFICATION_TIMEOUT = 12.0
    BINDING_GROUP_TITLE = "Everywhere"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark,f1", "help", "Show the keys"),
        Binding("ctrl+p", "command_palette", "Find anything that can be done", priority=True),
        Binding("ctrl+q", "quit", "Leave reflect", priority=True),
    ]

    def __init__(
        self, open_workspace: Callable[[], Workspace], *, note_path: Path | None = None
    ) -> None:
        super().__init__()
        self.desk = Desk(self, open_workspace)
        self.glossary = Glossary()
        self.lenses: tuple[tuple[str, str, str], ...] = ()
        self.lens = ""
        self.person = ""
        self.workspace_path = ""
        self.note_path = note_path
        for theme in THEMES.values():
            self.register_theme(theme)
        self.theme = theme_for("", os.environ.get("COLORFGBG", ""))

    def on_mount(self) -> None:
        """Paint Home; the workspace opens behind it."""
        self.push_screen(HomeScreen())
        self.call_after_refresh(self.desk.open)

    def on_workspace_opened(self, event: WorkspaceOpened) -> None:
        """Take what all screens share, and let Home fill itself."""
        self.glossary, self.lenses, self.lens = event.glossary, event.lenses, event.lens
        self.person, self.workspace_path = event.person, event.path
        self.theme = theme_for(event.theme, os.environ.get("COLORFGBG", ""))
        self._home().opened()
        if self.note_path is not None:
            from .screens.open_file import OpenScreen

            self.push_screen(OpenScreen(read_now=[self.note_path]))
            self.note_path = None

    def on_open_failed(self, event: OpenFailed) -> None:
        """Home says what is wrong and what to do."""
        self._home().failed(event.message, event.hint)

    def on_trouble(self, event: Trouble) -> None:
        """A plain notice."""
        if isinstance(event, OpenFailed):
            return
        self.notify(event.hint or " ", title=event.message, severity="warning", markup=False)

    def _home(self) -> HomeScreen:
        return next(screen for screen in self.screen_stack if isinstance(screen, HomeScreen))

    def action_help(self) -> None:
        """Show every key of the screen, and put it away again."""
        from .screens.help import HelpScreen

        if isinstance(self.screen, HelpScreen):
            self.pop_screen()
        else:
            self.push_screen(HelpScreen(self.screen))

    def on_resize(self, event: events.Resize) -> None:
        """Say what is needed while the terminal is too small for the page in hand."""
        from .screens.too_small import TooSmall

        pages = [screen for screen in self.screen_stack if not isinstance(screen, TooSmall)]
        least = getattr(pages[-1], "LEAST", LEAST)
        small = event.size.width < least[0] or event.size.height < least[1]
        if small and not isinstance(self.screen, TooSmall):
            self.push_screen(TooSmall(least))
        elif not small and isinstance(self.screen, TooSmall):
            self.pop_screen()

    async def action_quit(self) -> None:
        """Save what is being typed, then leave."""
        self.save_drafts()
        self.exit()

    def save_drafts(self) -> None:
        """Save every draft that is being typed."""
        from .widgets.answer_box import DraftBox  # the text area is 25 ms that Home can spare
        from .widgets.draft_line import DraftLine

        for screen in self.screen_stack:
            for box in screen.query(DraftBox):
                box.flush()
            for line in screen.query(DraftLine):
                line.flush()

    def on_unmount(self) -> None:
        """Wait for the last save and close the workspace."""
        self.desk.close()


def run(open_workspace: Callable[[], Workspace], *, note_path: Path | None = None) -> None:
    """Run the terminal interface.

    Args:
        open_workspace: opens the workspace; called once, in a thread.
        note_path: a file to bring in and open at once.
    """
    ReflectApp(open_workspace, note_path=note_path).run()

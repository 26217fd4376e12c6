"""Settings: colours, the lens to begin with, your name, and where the workspace is."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input, Static

from ..messages import SettingsSaved
from ..themes import PREFIX, THEME_WORDS, theme_for
from ..widgets.foot import HELP, Foot
from ..widgets.heading import Heading
from ..widgets.rows import Row, Rows, Words
from .page import Page

if TYPE_CHECKING:
    from reflect.workspace import Workspace


class SettingsScreen(Page):
    """Each choice takes hold at once."""

    BINDING_GROUP_TITLE = "Settings"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab,shift+tab", "swap", "Between the list and your name", priority=True),
        Binding("escape", "back", "Home", priority=True),
    ]

    def compose(self) -> ComposeResult:
        """The choices, your name, the keys."""
        yield Heading("Settings")
        yield Rows(id="settings-rows", eager=True)
        yield Static("Your name, as it stands beside the marks you make", classes="label")
        yield Input(id="person", compact=True)
        yield Foot()

    def on_mount(self) -> None:
        """Show what holds now."""
        self.query_one(Foot).hints = (("↑↓", "choose"), ("⏎", "take"), ("Tab", "your name"),
                                      HELP, ("Esc", "home"))  # fmt: skip
        name = self.query_one(Input)
        with name.prevent(Input.Changed):
            name.value = self.reflect.person
        self._draw()
        self.query_one(Rows).focus()

    def _draw(self) -> None:
        rows = [_heading("Colours")]
        for setting, label in THEME_WORDS.items():
            now = self.app.theme == PREFIX + setting
            rows.append(_choice(f"theme:{setting}", label, now))
        rows.append(_heading("The lens to begin with"))
        rows += [
            _choice(f"lens:{lens}", label, lens == self.reflect.lens)
            for lens, label, _ in self.reflect.lenses
        ]
        rows.append(_heading("Where the workspace is"))
        path = Words(self.reflect.workspace_path, "quiet")
        rows.append(Row("where", (path, Words("locked when closed; it never leaves this machine "
                                              "unless you export", "quiet")), choosable=False))  # fmt: skip
        self.query_one(Rows).fill(rows)

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Take a choice and store it."""
        event.stop()
        name, _, value = event.key.partition(":")
        if name == "theme":
            self.app.theme = theme_for(value)
        else:
            self.reflect.lens = value
        self._save(name, value)
        self._draw()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter keeps the name."""
        self._save_name()
        self.query_one(Rows).focus()

    def on_input_blurred(self) -> None:
        """Leaving the box keeps it too."""
        self._save_name()

    def _save_name(self) -> None:
        person = self.query_one(Input).value.strip()
        if person and person != self.reflect.person:
            self.reflect.person = person
            self._save("person", person)

    def _save(self, name: str, value: str) -> None:
        def save(workspace: Workspace) -> None:
            workspace.set_setting(name, value)

        self.desk.ask(self, save, lambda _: SettingsSaved(name, value))

    def on_settings_saved(self, event: SettingsSaved) -> None:
        """Say that it is stored."""
        self.news("saved")

    def action_swap(self) -> None:
        """Between the list and the name."""
        name = self.query_one(Input)
        (self.query_one(Rows) if name.has_focus else name).focus()

    def action_back(self) -> None:
        """Home, with the name kept."""
        self._save_name()
        super().action_back()


def _heading(words: str) -> Row:
    return Row(words, (Words(""), Words(words, "quiet")), choosable=False)


def _choice(key: str, label: str, now: bool) -> Row:
    return Row(key, (Words(label, "strong" if now else "", "●" if now else "○", "key"),))

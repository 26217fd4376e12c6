"""A tree of folders and the files that reflect reads, in which several can be picked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import DirectoryTree
from textual.widgets.directory_tree import DirEntry
from textual.widgets.tree import TreeNode

SUFFIXES = frozenset({".txt", ".md", ".docx", ".pdf", ".csv", ".xlsx", ".eml"})


class FileTree(DirectoryTree):
    """Shows folders and readable files; Space picks, Enter opens."""

    ICON_NODE = "▸ "
    ICON_NODE_EXPANDED = "▾ "
    ICON_FILE = "  "
    BINDING_GROUP_TITLE = "The tree"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "pick", "Pick, or let go"),
        Binding("j", "cursor_down", "Down", show=False),
        Binding("k", "cursor_up", "Up", show=False),
        Binding("backspace", "folder_up", "Folder above"),
    ]

    @dataclass
    class PicksChanged(Message):
        """Something was picked or let go."""

        picked: tuple[Path, ...]

    def __init__(self, path: str, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(path, id=id)
        self.picked: tuple[Path, ...] = ()
        self.show_guides = False
        self.guide_depth = 2

    @property
    def here(self) -> Path | None:
        """The file or folder at the marker, unless it is the folder shown."""
        node = self.cursor_node
        if node is None or node.data is None or node is self.root:
            return None
        return node.data.path

    def filter_paths(self, paths: Iterable[Path]) -> Iterable[Path]:
        """Folders, and files of the kinds that are read; nothing hidden."""
        return [
            path
            for path in paths
            if not path.name.startswith(".")
            and (path.suffix.lower() in SUFFIXES or self._is_folder(path))
        ]

    @staticmethod
    def _is_folder(path: Path) -> bool:
        try:
            return path.is_dir()
        except OSError:
            return False

    def render_label(self, node: TreeNode[DirEntry], base_style: Style, style: Style) -> Text:
        """A sign before what is picked."""
        label = super().render_label(node, base_style, style)
        if node.data is not None and node.data.path in self.picked:
            return Text("✓ ", style) + label
        return label

    def action_pick(self) -> None:
        """Pick the file or folder at the marker, or let it go."""
        path = self.here
        if path is not None:
            kept = tuple(one for one in self.picked if one != path)
            self.picked = kept if path in self.picked else (*kept, path)
            self._invalidate()
            self.refresh()
            self.post_message(self.PicksChanged(self.picked))

    def action_folder_up(self) -> None:
        """Show the folder above."""
        self.path = Path(self.path).resolve().parent

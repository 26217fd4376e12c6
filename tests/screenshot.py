"""Draw the README's picture: `python -m tests.screenshot` writes docs/note.svg from the sample note."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

from reflect.ingest import read
from reflect.sample import first_note
from reflect.workspace import Workspace
from tui.app import ReflectApp


async def main() -> None:
    """Open the sample note, move to a telling sentence, and keep the screen."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace.open(folder, key="for the picture only")
        note = workspace.add(next(read(first_note())))
        workspace.set_setting("person", "Kerry")
        workspace.reflections(note.id)
        app = ReflectApp(lambda: workspace)
        async with app.run_test(size=(132, 38)) as pilot:
            for _ in range(40):
                await pilot.pause(0.1)
            await pilot.press(*["down"] * 5, "enter")
            for _ in range(60):
                await pilot.pause(0.1)
            Path("docs").mkdir(exist_ok=True)
            Path("docs/note.svg").write_text(app.export_screenshot(), encoding="utf-8")
        workspace.close()


if __name__ == "__main__":
    asyncio.run(main())

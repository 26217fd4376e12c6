"""Questions about the note: why, not now, next, and keeping an answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from reflect.records import Reflection

from ..messages import ReflectionsRead
from ..widgets.note_text import NoteText
from ..widgets.reflect_pane import ReflectPane, answer_key
from ..widgets.similar_pane import SimilarPane
from ..widgets.tab_line import Tab
from .page import Page

if TYPE_CHECKING:
    from reflect.workspace import Workspace


_KEPT = "kept; it goes on the group's sheet only if you export it"


class Asking(Page):
    """The part of the note screen that asks."""

    BINDING_GROUP_TITLE = "Reflect"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("w", "why", "Why this question, or this mark"),
        Binding("x", "not_now", "Not now, this question"),
        Binding("n", "turn(1)", "Next question or passage"),
        Binding("p", "turn(-1)", "Question or passage before"),
    ]

    note_id: int
    steps: list[Callable[[Workspace], Message] | None]

    @property
    def page(self) -> NoteText:
        """The note's words."""
        raise NotImplementedError

    @property
    def tab(self) -> Tab:
        """The tab shown at the side."""
        raise NotImplementedError

    def action_tab(self, tab: Tab) -> None:
        """Show a tab."""
        raise NotImplementedError

    def light_side(self, *, scroll: bool = False) -> None:
        """Light the words that the side is about."""
        raise NotImplementedError

    async def action_why(self) -> None:
        """Why this question was asked, or this mark was made."""
        if self.tab == "marks":
            await self.run_action("why_mark")
            return
        self.action_tab("reflect")
        self.query_one(ReflectPane).toggle_why()

    def action_turn(self, by: int) -> None:
        """The next question, or the next passage that meets."""
        if self.tab == "similar":
            self.query_one(SimilarPane).step(by)
        elif self.tab == "reflect":
            self.query_one(ReflectPane).step(by)

    def action_not_now(self) -> None:
        """Put this question away."""
        self.action_tab("reflect")
        one = self.query_one(ReflectPane).current
        if one is None:
            return
        note_id, question_id = self.note_id, one.question.id

        def bring_back(workspace: Workspace) -> ReflectionsRead:
            workspace.answer(note_id, question_id, one.answer or " ")  # words bring it back
            if not one.answer:
                workspace.answer(note_id, question_id, "")
            return _reflections(workspace, note_id, "undone: the question is back", question_id)

        def put_away(workspace: Workspace) -> ReflectionsRead:
            workspace.dismiss(note_id, question_id)
            self.steps.append(bring_back)
            return _reflections(workspace, note_id, "not now: put away · u brings it back")

        self.desk.ask(self, put_away, lambda read: read)

    def on_reflect_pane_kept(self, event: ReflectPane.Kept) -> None:
        """Keep an answer, and only then forget its draft."""
        if not event.text.strip():
            self.news("write what comes to mind first, or x outside the box for not now")
            return
        note_id = self.note_id
        self.query_one(ReflectPane).focus()  # what is typed next is no part of another answer

        def keep(workspace: Workspace) -> ReflectionsRead:
            workspace.answer(note_id, event.question_id, event.text)
            workspace.save_draft(answer_key(note_id, event.question_id), "")
            return _reflections(workspace, note_id, _KEPT)

        self.desk.ask(self, keep, lambda read: read)

    def on_reflections_read(self, event: ReflectionsRead) -> None:
        """Show the questions as they now stand, and go on to the next."""
        pane = self.query_one(ReflectPane)
        pane.show(event.reflections, event.drafts, event.at)
        self.news(event.said)
        if pane.current and pane.current.answer and not event.at:
            pane.next_waiting()
        if not pane.current:
            self.page.focus()
        self.light_side(scroll=True)


def _reflections(
    workspace: Workspace, note_id: int, said: str = "", at: str = ""
) -> ReflectionsRead:
    reflections = workspace.reflections(note_id)
    drafts = drafts_of(workspace, note_id, reflections)
    return ReflectionsRead(note_id, reflections, drafts, said, at)


def drafts_of(workspace: Workspace, note_id: int, reflections: list[Reflection]) -> dict[str, str]:
    """What was typed and not kept, by question."""
    ids = [one.question.id for one in reflections]
    return {one: workspace.draft(answer_key(note_id, one)) for one in ids}

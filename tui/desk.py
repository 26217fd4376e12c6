"""Every call to the workspace, made off the event loop.

Quick calls go through one thread in the order in which they were asked, so that two saves of one
draft never change places. Slow ones have a thread of their own and can be stopped.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING, Protocol, TypeVar, cast

from textual.message import Message
from textual.message_pump import MessagePump
from textual.widget import Widget
from textual.worker import Worker, get_current_worker

from .glossary import Glossary
from .messages import JobEnded, OpenFailed, Trouble, WorkspaceOpened

if TYPE_CHECKING:
    from textual.app import App

    from reflect.workspace import Workspace

T = TypeVar("T")

FIRST_LENS = "bells-that-ring"
"""The lens until the person chooses another."""


class Desk:
    """Holds the workspace and passes work to it.

    Args:
        app: told of the workspace's opening and of trouble.
        open_workspace: opens the workspace; called in a thread.
    """

    def __init__(self, app: App[None], open_workspace: Callable[[], Workspace]) -> None:
        self._app = app
        self._open = open_workspace
        self._workspace: Workspace | None = None
        self._line = ThreadPoolExecutor(max_workers=1, thread_name_prefix="reflect")
        self._pending = 0
        self._closed = False
        self._count = threading.Lock()

    @property
    def ready(self) -> bool:
        """Whether the workspace is open."""
        return self._workspace is not None

    @property
    def idle(self) -> bool:
        """Whether nothing that was asked is still on its way."""
        return self._pending == 0

    def open(self) -> None:
        """Open the workspace; `WorkspaceOpened` or `OpenFailed` goes to the app."""
        self._submit(self._open_now)

    def warm(self, owner: Widget) -> None:
        """Load the models while the person looks around; a mistake in them shows on first use."""

        def run() -> None:
            with suppress(Exception):
                self._need().warm()

        owner.run_worker(run, group="warm", thread=True, exit_on_error=False)

    def _open_now(self) -> None:
        try:
            self._workspace = self._open()
            opened = _opened(self._workspace)
        except Exception as error:
            trouble = Trouble.of(error)
            self._app.post_message(OpenFailed(trouble.message, trouble.hint))
        else:
            self._app.post_message(opened)

    def ask(
        self,
        owner: MessagePump,
        job: Callable[[Workspace], T],
        reply: Callable[[T], Message] | None = None,
    ) -> None:
        """Do something quick, in turn.

        Args:
            owner: who is told.
            job: what to do with the workspace.
            reply: makes the message that carries the answer.
        """

        def run() -> None:
            try:
                answer = job(self._need())
            except Exception as error:
                self._app.post_message(Trouble.of(error))
            else:
                if reply is not None:
                    owner.post_message(reply(answer))

        self._submit(run)

    def work(
        self,
        owner: Widget,
        group: str,
        job: Callable[[Workspace, Callable[[], bool]], T],
        reply: Callable[[T], Message],
        *,
        even_stopped: bool = False,
    ) -> Worker[None]:
        """Do something slow; a later job of the same group and owner takes its place.

        Args:
            owner: who is told; the job is dropped when the owner leaves.
            group: a name for this kind of work.
            job: what to do with the workspace; its second argument says whether to stop.
            reply: makes the message that carries the answer.
            even_stopped: whether the answer of a stopped job is wanted too.

        Returns:
            The worker, to cancel it. `JobEnded` always follows.
        """

        def run() -> None:
            worker = get_current_worker()
            outcome = "done"
            try:
                answer = job(self._need(), lambda: worker.is_cancelled)
                outcome = "stopped" if worker.is_cancelled else "done"
                if even_stopped or not worker.is_cancelled:
                    owner.post_message(reply(answer))
            except Exception as error:
                outcome = "stopped" if worker.is_cancelled else "failed"
                if not worker.is_cancelled:
                    self._app.post_message(Trouble.of(error))
            owner.post_message(JobEnded(group, outcome, worker))

        return owner.run_worker(run, group=group, exclusive=True, thread=True, exit_on_error=False)

    def save_draft(self, key: str, text: str) -> None:
        """Keep what is being typed; an empty text forgets it. Nothing to do once closed."""
        if not self._closed:
            self.ask(self._app, lambda workspace: workspace.save_draft(key, text))

    def close(self) -> None:
        """Wait for what was asked, drafts above all, and close the workspace."""
        self._closed = True
        self._line.shutdown(wait=True)
        if self._workspace is not None:
            self._workspace.close()
            self._workspace = None

    def _need(self) -> Workspace:
        if self._workspace is None:
            raise RuntimeError("the workspace is not open yet")
        return self._workspace

    def _submit(self, run: Callable[[], None]) -> None:
        if self._closed:
            return
        with self._count:
            self._pending += 1

        def counted() -> None:
            try:
                run()
            finally:
                with self._count:
                    self._pending -= 1

        self._line.submit(counted)


class HasDesk(Protocol):
    """The app, as far as widgets need it."""

    @property
    def desk(self) -> Desk:
        """The one desk."""
        ...


def desk_of(widget: Widget) -> Desk:
    """The desk of the app that a widget lives in."""
    return cast(HasDesk, widget.app).desk


def _opened(workspace: Workspace) -> WorkspaceOpened:
    book = workspace.codebook
    lenses = tuple((lens.id, lens.label, lens.about) for lens in book.lenses)
    chosen = workspace.setting("lens")
    known = {lens_id for lens_id, _, _ in lenses}
    first = FIRST_LENS if FIRST_LENS in known or not lenses else lenses[0][0]
    return WorkspaceOpened(
        theme=workspace.setting("theme"),
        person=workspace.person,
        path=str(workspace.path),
        glossary=Glossary.of(book),
        lenses=lenses,
        lens=chosen if chosen in known else first,
    )

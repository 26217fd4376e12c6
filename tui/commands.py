"""The command palette: every action of the screen under its plain name."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider

from .keys import KeyAction, actions_of


class ActionsProvider(Provider):
    """Finds what can be done here, with the key that does it."""

    def _actions(self) -> Iterator[KeyAction]:
        seen: set[str] = set()
        for action in actions_of(self.app, self.screen):
            if action.words not in seen and action.action != "command_palette":
                seen.add(action.words)
                yield action

    def _run(self, action: KeyAction) -> None:
        self.app.call_later(partial(self.app.run_action, action.action, action.owner))

    async def discover(self) -> Hits:
        """All of them, before anything is typed."""
        for action in self._actions():
            yield DiscoveryHit(action.words, partial(self._run, action), help=_help(action))

    async def search(self, query: str) -> Hits:
        """Those that match.

        Args:
            query: what was typed.
        """
        matcher = self.matcher(query)
        for action in self._actions():
            score = matcher.match(action.words)
            if score > 0:
                yield Hit(
                    score,
                    matcher.highlight(action.words),
                    partial(self._run, action),
                    text=action.words,
                    help=_help(action),
                )


def _help(action: KeyAction) -> str:
    return f"{' or '.join(action.keys)} · {action.group}"

"""A workspace for each test, a keyring that is never the system's own, and small samples."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend

from reflect.records import Code, ModelInfo, Note, Person, Sentence, Span, Tagged
from reflect.store import Key, Store

ROOT = Path(__file__).parents[3]


class FakeKeyring(KeyringBackend):
    """A keyring that can be full, broken, or forgetful.

    Attributes:
        kept: what it holds, by service and user.
        broken: raised by every call.
        forgets: whether it takes a password and keeps nothing, as keyring's null backend does.
    """

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.kept: dict[tuple[str, str], str] = {}
        self.broken: Exception | None = None
        self.forgets = False
        self.asked = 0

    def get_password(self, service: str, username: str) -> str | None:
        self.asked += 1
        if self.broken:
            raise self.broken
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.broken:
            raise self.broken
        if not self.forgets:
            self.kept[service, username] = password


@pytest.fixture(autouse=True)
def ring() -> Iterator[FakeKeyring]:
    before, fake = keyring.get_keyring(), FakeKeyring()
    keyring.set_keyring(fake)
    yield fake
    keyring.set_keyring(before)


@pytest.fixture
def key() -> Key:
    return Key.raw(bytes(range(32)))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "workspace"


@pytest.fixture
def store(folder: Path, key: Key) -> Iterator[Store]:
    with Store.open(folder, key, person="Kerry") as opened:
        yield opened


@pytest.fixture
def root() -> Path:
    return ROOT


TEXT = "Mum said no. Ela counts the stairs. I wonder why."


@pytest.fixture
def note() -> Note:
    return Note(TEXT, "visit.txt", {"kind": "visit"}, ("one picture",))


@pytest.fixture
def tag() -> Callable[..., Tagged]:
    """Makes what a model might make of `TEXT`: `tag(note, "v2", code, …)`, a code a sentence."""

    def make(note: Note, version: str = "1", *codes: str) -> Tagged:
        cuts = [0, 13, 36, len(note.text)]
        given = codes or ("voice.words", "voice.observed", "hypothesis.idea")
        sentences = tuple(
            Sentence(
                start,
                end,
                (Code(code, 0.9, (Span(start, start + 3),), "rule:r1"),) if code else (),
                {"voice.words": 0.25, code: 0.9},
            )
            for start, end, code in zip(cuts, cuts[1:], given, strict=False)
        )
        people = (Person("child", "Ela", "words"), Person("mother", "Mum"))
        return Tagged(note, sentences, people, {"ladder": [1, {"a": 2}]}, model(version))

    return make


def model(version: str = "1") -> ModelInfo:
    return ModelInfo("small", version, f"{version:0>64}")


@pytest.fixture
def info() -> Callable[[str], ModelInfo]:
    return model

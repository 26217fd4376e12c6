"""Where a key comes from, in which order, and that it is never shown."""

from __future__ import annotations

import time
import traceback
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reflect.errors import WorkspaceError, WrongKey
from reflect.store import Key, Store, find_key

HEX = "0f" * 32


def never(new: bool) -> str:
    raise AssertionError("it should not have asked")


def entry(folder: Path) -> tuple[str, str]:
    return "reflect", str(folder.resolve())


def test_each_source_comes_before_the_next(folder: Path, ring: Any, tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text("from the file\n")
    ring.kept[entry(folder)] = "from the keyring"

    def ask(new: bool) -> str:
        return "typed"

    found = find_key(folder, key_file=file, passphrase="from outside", ask=ask)
    assert found == Key.passphrase("from the file")
    assert find_key(folder, passphrase="from outside", ask=ask) == Key.passphrase("from outside")
    assert ring.asked == 0
    assert find_key(folder, ask=ask) == Key.passphrase("from the keyring")
    ring.kept.clear()
    ring.forgets = True
    assert find_key(folder, ask=ask) == Key.passphrase("typed")
    with pytest.raises(WrongKey) as raised:
        find_key(folder)
    for way in ("--key-file", "$REFLECT_PASSPHRASE", "terminal"):
        assert way in raised.value.hint


def test_an_empty_passphrase_counts_as_not_set(folder: Path, ring: Any) -> None:
    ring.kept[entry(folder)] = HEX
    assert find_key(folder, passphrase="") == Key.raw(bytes.fromhex(HEX))


def test_a_new_workspace_gets_a_fresh_key_that_is_kept(folder: Path, ring: Any) -> None:
    key = find_key(folder, ask=never)
    assert Key.raw(bytes.fromhex(ring.kept[entry(folder)])) == key
    assert find_key(folder, ask=never) == key
    Store.open(folder, key).close()
    assert find_key(folder, ask=never) == key
    other = find_key(folder.with_name("other"), ask=never)
    assert other != key


def test_a_workspace_that_is_there_never_gets_a_fresh_key(folder: Path, ring: Any) -> None:
    Store.open(folder, Key.passphrase("a phrase", kdf_iter=1000)).close()
    asked = []

    def ask(new: bool) -> str:
        asked.append(new)
        return "a phrase"

    assert find_key(folder, ask=ask) == Key.passphrase("a phrase")
    assert asked == [False]
    assert ring.kept == {}
    with pytest.raises(WrongKey, match="keyring has none"):
        find_key(folder)
    assert ring.kept == {}


@pytest.mark.parametrize("error", [RuntimeError("locked"), OSError("no bus"), ImportError("gone")])
@pytest.mark.parametrize("new", [True, False])
def test_a_broken_keyring_falls_through(
    folder: Path, ring: Any, key: Key, error: Exception, new: bool
) -> None:
    if not new:
        Store.open(folder, key).close()
    ring.broken = error
    asked: list[bool] = []

    def ask(is_new: bool) -> str:
        asked.append(is_new)
        return "typed"

    assert find_key(folder, ask=ask) == Key.passphrase("typed")
    assert asked == [new]


def test_a_forgetful_keyring_is_not_trusted_with_a_new_workspace(folder: Path, ring: Any) -> None:
    ring.forgets = True
    with pytest.raises(WrongKey, match="cannot keep one"):
        find_key(folder)


def test_a_missing_keyring_package_falls_through(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "keyring", None)
    assert find_key(folder, ask=lambda new: "typed") == Key.passphrase("typed")


def test_reading_verbs_make_neither_key_nor_folder(folder: Path, ring: Any) -> None:
    with pytest.raises(WorkspaceError, match="no workspace"):
        find_key(folder, create=False)
    assert ring.kept == {}
    assert not folder.exists()


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (HEX.encode(), Key.raw(bytes.fromhex(HEX))),
        (HEX.upper().encode() + b"\n", Key.raw(bytes.fromhex(HEX))),
        (HEX.encode() + b"\r\n", Key.raw(bytes.fromhex(HEX))),
        (HEX.encode() + b"0", Key.passphrase(HEX + "0")),
        (HEX.encode() + b" ", Key.passphrase(HEX + " ")),
        (b" two words \n", Key.passphrase(" two words ")),
        (b"two\n\n", Key.passphrase("two\n")),
        (b"tail\r", Key.passphrase("tail\r")),
        ("é".encode(), Key.passphrase("e\u0301")),
        (b"\x00\xff\x01", Key.passphrase(b"\x00\xff\x01")),
    ],
)
def test_a_key_file_holds_a_raw_key_or_a_passphrase(
    folder: Path, tmp_path: Path, content: bytes, expected: Key
) -> None:
    file = tmp_path / "key"
    file.write_bytes(content)
    assert find_key(folder, key_file=file) == expected


@pytest.mark.parametrize("content", [b"", b"\n", b"\r\n", None, b"x" * (1 << 20) + b"yz"])
def test_a_key_file_that_is_no_key_is_a_clear_line(
    folder: Path, tmp_path: Path, content: bytes | None
) -> None:
    file = tmp_path / "key"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(WrongKey, match="key file") as raised:
        find_key(folder, key_file=file, passphrase="never reached", ask=never)
    assert str(file) in raised.value.message
    assert raised.value.hint


def test_a_folder_as_key_file_is_a_clear_line(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(WrongKey, match="cannot be read"):
        find_key(folder, key_file=tmp_path)


def test_an_empty_phrase_is_refused(folder: Path, ring: Any) -> None:
    ring.forgets = True
    with pytest.raises(WrongKey, match="empty"):
        find_key(folder, ask=lambda new: "")


@given(st.binary(min_size=1, max_size=200) | st.just(HEX.encode()))
@settings(deadline=None)
def test_no_key_is_ever_shown(secret: bytes) -> None:
    key = Key.parse(secret, "the key file k")
    assert repr(key) == str(key) == f"{key}" == "Key(from the key file k)"
    assert repr([key]) == "[Key(from the key file k)]"


def test_no_key_is_in_an_error(folder: Path) -> None:
    secret = "correct-horse-battery"
    Store.open(folder, Key.passphrase("another", kdf_iter=1000)).close()
    with pytest.raises(WrongKey) as raised:
        Store.open(folder, Key.passphrase(secret, kdf_iter=1000))
    shown = "".join(traceback.format_exception(raised.value))
    assert secret not in shown
    assert secret not in repr(raised.value.args)


@pytest.mark.parametrize(
    "phrase",
    ["it's", 'a "quoted" one', "é; DROP TABLE", "x" * 500, "\n", "日本語", b"\x00\xff", "x'00'"],
)
def test_a_passphrase_of_any_sort_opens_again_whole(folder: Path, phrase: str | bytes) -> None:
    Store.open(folder, Key.passphrase(phrase, kdf_iter=1000)).close()
    Store.open(folder, Key.passphrase(phrase, kdf_iter=1000)).close()
    longer = phrase + (b"!" if isinstance(phrase, bytes) else "!")  # type: ignore[operator]
    with pytest.raises(WrongKey):
        Store.open(folder, Key.passphrase(longer, kdf_iter=1000))


def test_sqlcipher_itself_opens_the_file_with_the_same_phrase(folder: Path) -> None:
    from sqlcipher3 import dbapi2

    Store.open(folder, Key.passphrase("it's mine")).close()
    conn = dbapi2.connect(str(folder / "reflect.db"))
    conn.execute("PRAGMA key = 'it''s mine'")
    assert conn.execute("SELECT count(*) FROM notes").fetchone() == (0,)
    conn.close()


def test_keyring_is_imported_only_when_it_is_asked(root: Path) -> None:
    import subprocess
    import sys

    code = (
        "import sys; from pathlib import Path; import reflect.store as s;"
        "s.find_key(Path('/nowhere/at/all'), passphrase='x');"
        "print([m for m in ('keyring', 'sqlite_utils', 'sqlcipher3', 'numpy') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_two_first_runs_at_once_share_one_key(folder: Path, ring: Any) -> None:
    from concurrent.futures import ThreadPoolExecutor
    from threading import Barrier

    together = Barrier(4)
    look_up = ring.get_password

    def slow(service: str, username: str) -> str | None:
        found: str | None = look_up(service, username)
        time.sleep(0.01)  # Widens the gap between looking and saving.
        return found

    ring.get_password = slow

    def run() -> Key:
        together.wait()
        return find_key(folder)

    with ThreadPoolExecutor(4) as pool:
        keys = [future.result() for future in [pool.submit(run) for _ in range(4)]]
    assert len(set(keys)) == 1

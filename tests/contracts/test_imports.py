"""Which imports stay deferred, and which rooms may know which: proved, not hoped."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = {
    "textual",
    "spacy",
    "onnxruntime",
    "torch",
    "sqlcipher3",
    "sklearn",
    "docx",
    "numpy",
    "pydantic",
}


def loaded(statement: str) -> set[str]:
    """The top-level modules in memory after a statement, in a fresh interpreter."""
    code = f"import sys\n{statement}\nprint(*{{name.partition('.')[0] for name in sys.modules}})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.mark.parametrize(
    ("statement", "absent"),
    [
        ("import reflect", HEAVY | {"typer", "yaml"}),
        ("import reflect.records, reflect.errors", HEAVY | {"typer", "yaml"}),
        ("import reflect.cli.app", HEAVY | {"yaml", "rich"}),
        (
            "import reflect.workspace",
            {"textual", "spacy", "onnxruntime", "torch", "sqlcipher3", "docx"},
        ),
        ("import reflect.store", {"textual", "spacy", "sqlcipher3", "sqlite_utils", "keyring"}),
        ("import reflect.ingest", {"docx", "openpyxl", "pypdfium2", "spacy"}),
        ("import reflect.nlp.marking", {"spacy", "torch", "sklearn", "transformers"}),
    ],
)
def test_heavy_parts_load_only_when_used(statement, absent):
    assert loaded(statement) & absent == set()


def test_tagging_imports_neither_torch_nor_sklearn_nor_transformers_of_its_own(visit):
    # spaCy imports torch where it is installed; what counts is that nothing here needs it.
    code = (
        "import sys\n"
        "for name in ('torch', 'transformers', 'sentence_transformers', 'sklearn', 'onnx'):\n"
        "    sys.modules[name] = None\n"
        f"import reflect\nprint(len(reflect.tag(reflect.read({str(visit)!r})).sentences))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) == 7


def test_the_public_names_are_those_of_the_contract():
    import reflect

    for name in ("read", "tag", "Workspace", "ReflectError"):
        assert getattr(reflect, name) is not None
    with pytest.raises(AttributeError):
        _ = reflect.nonsense

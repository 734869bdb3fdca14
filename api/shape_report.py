"""The SHACL report, made once in a process of its own: validating needs libraries that the server shall not carry."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import threading
from typing import Any, Final

from api.errors import TooSlow
from ontology.errors import OntologyError

LOG = logging.getLogger(__name__)
SECONDS: Final = 120
SCRIPT: Final = """
import json, sys
from dataclasses import asdict
from ontology.shapes import validate
found = validate()
print(json.dumps({"conforms": found.conforms, "violations": [asdict(v) for v in found.violations]}))
"""


class ShapeReport:
    """The report on the shipped ontology, kept once it is made."""

    def __init__(self, script: str = SCRIPT) -> None:
        self._script = script
        self._turn = threading.Lock()
        self._found: dict[str, Any] | None = None

    def get(self) -> dict[str, Any]:
        """``conforms`` and ``violations`` (node, shape, path, message, value).

        Raises:
            OntologyError: validating failed.
            TooSlow: it took too long.
        """
        with self._turn:
            if self._found is None:
                self._found = self._make()
            return self._found

    def _make(self) -> dict[str, Any]:
        environment = {"PATH": os.environ.get("PATH", ""), "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
        try:
            done = subprocess.run(
                [sys.executable, "-P", "-c", self._script],
                env=environment,
                capture_output=True,
                timeout=SECONDS,
                check=True,
            )
            found: dict[str, Any] = json.loads(done.stdout)
        except subprocess.TimeoutExpired as error:
            raise TooSlow("Validating the ontology took too long. Please try again later.") from error
        except (subprocess.CalledProcessError, ValueError) as error:
            LOG.error("validating failed: %s", getattr(error, "stderr", error))
            raise OntologyError("The ontology could not be validated; the server's log says why.") from error
        return found

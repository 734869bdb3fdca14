"""The gate: no figure below its committed floor, none above its ceiling."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Any, Final

import yaml

from evals.errors import RunInvalid
from evals.record import OURS, Record

FILE: Final = "floors.yaml"
AT_LEAST: Final = "at_least"
AT_MOST: Final = "at_most"
_SLACK: Final = 5e-4  # floors are written to three decimals


def floors(file: Path | None = None) -> dict[str, Any]:
    """Floors and ceilings by set, bound and row; the shipped ones when `file` is None.

    Raises:
        RunInvalid: the file cannot be read.
    """
    path = file or Path(str(resources.files("evals"))) / FILE
    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise RunInvalid(f"The floors in {path.name} cannot be read: {error}") from error
    if not isinstance(found, dict):
        raise RunInvalid(f"The floors in {path.name} are not a table of sets.")
    return found


def shortfalls(record: Record, bounds: Mapping[str, Any]) -> list[str]:
    """What falls short of the bounds for the record's set, a sentence each; a bounded figure that is missing does.

    Raises:
        RunInvalid: there are no bounds for the set.
    """
    ours = bounds.get(record.set)
    if not ours:
        raise RunInvalid(f"There are no floors for the set “{record.set}”; add them to evals/{FILE}.")
    found = []
    for bound, rows in ours.items():
        if bound not in (AT_LEAST, AT_MOST):
            raise RunInvalid(f"evals/{FILE}: “{bound}” is neither “{AT_LEAST}” nor “{AT_MOST}”.")
        for row, figures in rows.items():
            for name, limit in figures.items():
                value = record.systems[OURS].get(row, {}).get(name)
                if value is None:
                    found.append(f"{row} {name} was not measured; it has to be {bound.replace('_', ' ')} {limit}.")
                elif bound == AT_LEAST and value < limit - _SLACK:
                    found.append(f"{row} {name} is {value:.3f}, below the floor of {limit:.3f}.")
                elif bound == AT_MOST and value > limit + _SLACK:
                    found.append(f"{row} {name} is {value:.3f}, above the ceiling of {limit:.3f}.")
    return found

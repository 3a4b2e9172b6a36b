"""The settings of the storage: the table ``[storage.warc]``."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from archiver.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Mapping

LIMITS = {"max_bytes": (1, 2**63), "compression": (1, 9)}
"""The least and the greatest value of each setting."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What can be set.

    A file is followed by another one when it has ``max_bytes``. ``compression`` is zlib's level,
    from 1 (fast) to 9 (small).
    """

    max_bytes: int = 1_000_000_000
    compression: int = 3

    @classmethod
    def of(cls, values: Mapping[str, object]) -> Self:
        """Read settings, numbers or their digits. Raises ``SettingsError`` for what is none."""
        return cls(**{name: _number(name, value) for name, value in values.items()})


def _number(name: str, value: object) -> int:
    setting = f"storage.warc.{name}"
    if name not in LIMITS:
        near = difflib.get_close_matches(name, LIMITS, n=1, cutoff=0.5)
        hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(LIMITS)}"
        message = f"there is no setting {setting}; {hint}"
        raise SettingsError(message)
    least, most = LIMITS[name]
    # Out of the environment, every value is a string.
    number = int(value) if isinstance(value, str) and value.isdecimal() else value
    if type(number) is int and least <= number <= most:
        return number
    message = f"setting {setting} is {value!r}; give a whole number from {least} to {most}"
    raise SettingsError(message)

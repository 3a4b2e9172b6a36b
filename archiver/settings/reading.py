"""Where settings are read: archiver.toml, then the environment, then the command line."""

from __future__ import annotations

import difflib
import json
import os
import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from pydantic import ValidationError

from archiver.errors import SettingsError
from archiver.settings.sections import Settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

PREFIX = "ARCHIVER_"
FILE_VARIABLE = "ARCHIVER_SETTINGS"
PASSWORD = re.compile(r"[a-z][a-z0-9+.-]*://[^/?#@]*:[^/?#]*@", re.IGNORECASE)
"""A URL with a password before its host."""


def load(overrides: Iterable[str] = ()) -> Settings:
    """Return the settings in force.

    ``overrides`` are ``name=value`` from the command line, names as in the file with dots
    (``crawl.delay=5``). Raises ``SettingsError`` for anything that is not a setting.
    """
    _refuse_unknown_variables()
    values, given = _read_file(_named_file()), [*map(_read_override, overrides)]
    for written in (values, *given):
        _refuse_secrets(written, "")
    for one in (*_variables(), *given):
        _merge(values, one)
    try:
        return Settings(**values)
    except ValidationError as error:
        raise SettingsError("; ".join(map(_explain, error.errors()))) from error


def _named_file() -> Path | None:
    """Return the file that settings are read from, ``None`` where there is none."""
    named = os.environ.get(FILE_VARIABLE)
    path = Path(named or "archiver.toml")
    if path.is_file():
        return path
    if named is None:
        return None
    message = f"{FILE_VARIABLE} names {path}, which is not a file"
    raise SettingsError(message)


def _read_file(path: Path | None) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8")) if path else {}
    except (OSError, ValueError) as error:
        message = f"cannot read the settings ({path}): {error}"
        raise SettingsError(message) from error


def _variables() -> Iterator[dict[str, Any]]:
    """Return what the environment sets."""
    for name, text in sorted(os.environ.items()):
        if name.startswith(PREFIX) and name != FILE_VARIABLE:
            yield _nest(name.removeprefix(PREFIX).lower().split("__"), _read_variable(name, text))


def _read_variable(name: str, text: str) -> Any:  # noqa: ANN401  # whatever JSON can say
    """Read a list or a table as JSON; what else there is stands for itself."""
    try:
        return json.loads(text) if text.startswith(("[", "{")) else text
    except ValueError as error:
        message = f"the environment variable {name} is no JSON: {error}"
        raise SettingsError(message) from error


def _refuse_unknown_variables() -> None:
    known = {FILE_VARIABLE, *(PREFIX + name.upper() for name in Settings.model_fields)}
    for name in sorted(os.environ):
        if name.startswith(PREFIX) and name.partition("__")[0] not in known:
            near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
            hint = f"did you mean {near[0]}?" if near else "unset it"
            message = f"the environment variable {name} is no setting; {hint}"
            raise SettingsError(message)


def _refuse_secrets(value: object, name: str) -> None:
    """Refuse a password in a file, which is copied, or on a command line, which all can see."""
    if isinstance(value, dict):
        for key, held in value.items():
            _refuse_secrets(held, f"{name}.{key}" if name else key)
    elif isinstance(value, str) and PASSWORD.match(value):
        variable = PREFIX + name.upper().replace(".", "__")
        message = (
            f"setting {name} has a password in it; leave it to the environment: {variable}, "
            "or what the server's own tools read, such as PGPASSWORD or ~/.pgpass"
        )
        raise SettingsError(message)


def _read_override(override: str) -> dict[str, Any]:
    name, found, text = override.partition("=")
    if not found:
        message = f"{override!r} is not NAME=VALUE, such as crawl.delay=5"
        raise SettingsError(message)
    return _nest(name.strip().split("."), _read_value(text.strip()))


def _read_value(text: str) -> Any:  # noqa: ANN401  # whatever TOML can say
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        return text


def _nest(keys: list[str], value: object) -> dict[str, Any]:
    for key in reversed(keys):
        value = {key: value}
    return value  # type: ignore[return-value]  # there is always at least one key


def _merge(into: dict[str, Any], values: Mapping[str, Any]) -> None:
    for key, value in values.items():
        if isinstance(value, dict) and isinstance(into.get(key), dict):
            _merge(into[key], value)
        else:
            into[key] = value


def _explain(error: Any) -> str:  # noqa: ANN401  # pydantic's ErrorDetails
    *path, last = (str(part) for part in error["loc"])
    name = ".".join([*path, last])
    if error["type"] != "extra_forbidden":
        return f"setting {name}: {error['msg'][0].lower()}{error['msg'][1:]}"
    near = difflib.get_close_matches(last, _names(path), n=1, cutoff=0.5)
    hint = (
        f"did you mean {'.'.join([*path, near[0]])}?" if near else "see docs/reference/settings.md"
    )
    return f"there is no setting {name}; {hint}"


def _names(path: list[str]) -> list[str]:
    model: Any = Settings
    for part in path:
        fields = getattr(model, "model_fields", None)
        model = fields[part].annotation if fields else get_args(model)[-1]
    return list(model.model_fields)

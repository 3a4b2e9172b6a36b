"""Settings: archiver.toml, then the environment, then the command line."""

from __future__ import annotations

import difflib
import json
import os
import re
import tomllib
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, FilePath, ValidationError

from archiver.errors import SettingsError
from archiver.lifecycle import CONFIRMATIONS
from archiver.schedule import Schedule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

PREFIX = "ARCHIVER_"
FILE_VARIABLE = "ARCHIVER_SETTINGS"
HOURS = r"^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$"
PASSWORD = re.compile(r"[a-z][a-z0-9+.-]*://[^/?#@]*:[^/?#]*@", re.IGNORECASE)
"""A URL with a password before its host."""


class Section(BaseModel):
    """Settings that belong together; a name that is unknown is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class CrawlSettings(Section):
    """How the live web is asked."""

    delay: float = Field(default=2.0, ge=0, description="Seconds between two requests to a host.")
    concurrency: int = Field(default=1, ge=1, le=8, description="Connections to a host at once.")
    timeout: float = Field(default=60.0, gt=0, description="Seconds until a request is given up.")
    retries: int = Field(
        default=3, ge=0, description="How often a failing URL is tried again in one run."
    )
    patience: float = Field(
        default=5.0,
        ge=0,
        description="Seconds before the first retry; doubled for each further one, "
        "unless the server names a time in Retry-After.",
    )
    longest_wait: float = Field(
        default=300.0,
        gt=0,
        description="Most seconds to wait for a retry; what asks for more waits for the next run.",
    )
    max_bytes: int = Field(
        default=10_000_000,
        gt=0,
        le=39_000_000,  # with heads of chunks less than a record that is read back may have
        description="Largest response that is kept and read, decoded or not; 39 MB at most.",
    )
    blocks: int = Field(
        default=5,
        ge=1,
        description="Block pages or 429 answers that end the run, "
        "among the last four times as many answers.",
    )
    robots: bool = Field(
        default=True, description="Obey robots.txt. Turning it off is recorded in the WARC."
    )
    longest_crawl_delay: float = Field(
        default=30.0,
        ge=0,
        description="Most seconds of a Crawl-delay in robots.txt that are honoured.",
    )
    private_addresses: bool = Field(
        default=False, description="Allow hosts with addresses that are not public (an intranet)."
    )
    connect: dict[str, str] = Field(
        default_factory=dict,
        description="Where to connect for a host instead of its own address, "
        'such as "longbien.hanoi.gov.vn" = "http://127.0.0.1:8000".',
    )


class TlsSettings(Section):
    """What an old server of one site needs so that it can be connected to at all."""

    certificates: FilePath | None = Field(
        default=None,
        description="File of certificates (PEM) that are used beside the system's: "
        "the intermediate one that the server does not send.",
    )
    ciphers: str | None = Field(
        default=None,
        description="Ciphers in OpenSSL's words, where the server knows only old ones: "
        "`DEFAULT@SECLEVEL=0`.",
    )
    oldest: Literal["TLSv1.0", "TLSv1.1", "TLSv1.2"] = Field(
        default="TLSv1.2", description="Oldest version of TLS that is spoken."
    )
    renegotiation: bool = Field(
        default=False, description="Connect to a server that cannot renegotiate securely."
    )
    verify: bool = Field(
        default=True,
        description="Refuse a certificate that cannot be verified. Without it anybody on the way "
        "can give another page: the last resort.",
    )


class SiteSettings(Section):
    """What is special about one site."""

    hours: str | None = Field(
        default=None,
        pattern=HOURS,
        description="When the site may be asked, by Viet Nam's clock, such as `22:00-05:00`; "
        "at other times a run does not begin, and one that is under way ends.",
    )
    tls: TlsSettings = TlsSettings()


class ArchivesSettings(Section):
    """How web archives are asked for a site that is gone."""

    wayback: str = Field(
        default="https://web.archive.org", description="Where the Wayback Machine is."
    )
    commoncrawl: str = Field(
        default="https://index.commoncrawl.org", description="Where Common Crawl's index is."
    )
    commoncrawl_files: str = Field(
        default="https://data.commoncrawl.org", description="Where Common Crawl's files are."
    )
    lists_per_minute: float = Field(
        default=24.0, gt=0, description="Most pages of an index asked for in a minute."
    )
    captures_per_second: float = Field(
        default=8.0, gt=0, description="Most captures asked for in a second."
    )
    pause: float = Field(
        default=60.0,
        ge=0,
        description="Seconds that an archive is left alone when it says that it is asked too "
        "often, unless it names a time in Retry-After.",
    )


class RevisitSettings(Section):
    """How often articles are looked at again."""

    shortest: float = Field(
        default=1.0, gt=0, description="Least days until an article is looked at again."
    )
    longest: float = Field(
        default=180.0, gt=0, description="Most days until an article is looked at again."
    )
    fraction: float = Field(
        default=0.2,
        ge=0,
        description="Share of the time since an article was published or last changed "
        "after which it is looked at again.",
    )


class LifecycleSettings(Section):
    """When an article counts as gone."""

    confirmations: int = Field(
        default=CONFIRMATIONS,
        ge=1,
        description="Days on which a missing article must have been looked for in vain "
        "until it is gone.",
    )


class StorageSettings(BaseModel):
    """Which storages are used; a table of the storage's name holds its own options."""

    model_config = ConfigDict(extra="allow", frozen=True)

    records: str = Field(default="sql", description="Name of the storage of records.")
    captures: str = Field(default="warc", description="Name of the storage of captures.")

    def options(self, name: str) -> dict[str, Any]:
        """Return the options of the storage called ``name``."""
        options = (self.model_extra or {}).get(name, {})
        if isinstance(options, dict):
            return options
        message = f"storage.{name} is {options!r}; give a table [storage.{name}] of options"
        raise SettingsError(message)


class Settings(Section):
    """Every setting with its default; see docs/reference/settings.md."""

    folder: Path = Field(
        default=Path("archive"), description="The archive's folder: database and WARC files."
    )
    contact: str | None = Field(
        default=None,
        description="Who crawls: a page or mail address, sent in the User-Agent. "
        "Without it the live web is not asked.",
    )
    disabled_plugins: tuple[str, ...] = Field(
        default=(), description="Entry points of plugins that are not loaded."
    )
    crawl: CrawlSettings = CrawlSettings()
    sites: dict[str, SiteSettings] = Field(
        default_factory=dict, description="What is special about a site, by its name."
    )
    archives: ArchivesSettings = ArchivesSettings()
    revisit: RevisitSettings = RevisitSettings()
    lifecycle: LifecycleSettings = LifecycleSettings()
    storage: StorageSettings = StorageSettings()

    def site(self, name: str) -> SiteSettings:
        """Return what is special about a site."""
        return self.sites.get(name, SiteSettings())

    @property
    def schedule(self) -> Schedule:
        """When articles are looked at again."""
        return Schedule(
            shortest=timedelta(days=self.revisit.shortest),
            longest=timedelta(days=self.revisit.longest),
            fraction=self.revisit.fraction,
            confirmations=self.lifecycle.confirmations,
        )


def load(overrides: Iterable[str] = ()) -> Settings:
    """Return the settings in force.

    ``overrides`` are ``name=value`` from the command line, names as in the file with dots
    (``crawl.delay=5``). Raises ``SettingsError`` for anything that is not a setting.
    """
    _refuse_unknown_variables()
    values, given = _read_file(settings_file()), [*map(_read_override, overrides)]
    for written in (values, *given):
        _refuse_secrets(written, "")
    for one in (*_variables(), *given):
        _merge(values, one)
    try:
        return Settings(**values)
    except ValidationError as error:
        raise SettingsError("; ".join(map(_explain, error.errors()))) from error


def settings_file() -> Path | None:
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

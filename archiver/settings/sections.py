"""What can be set, section by section as in archiver.toml: types, bounds, defaults."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, FilePath

from archiver.errors import SettingsError
from archiver.lifecycle import CONFIRMATIONS
from archiver.schedule import Schedule

HOURS = r"^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$"


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

"""The line of the interchange format: one revision, with all that an archive knows of it.

These models are the format: docs/reference/revision.schema.json is made from them.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from archiver.ledger import Kind
from archiver.lifecycle import Presence
from archiver.records import Cause  # noqa: TC001  # pydantic reads it

Field_ = tuple[str, str]


class Model(BaseModel):
    """What is not named here is an error, so that nothing is lost unseen.

    The framework's own types are taken for those of the same fields.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, from_attributes=True)


class Image(Model):
    """A photo."""

    url: str
    caption: Annotated[str | None, Field(description="As printed under it.")] = None


class Attachment(Model):
    """A file that the article links to."""

    url: str
    title: Annotated[str, Field(description="The text of the link.")]


class Section(Model):
    """A section that the article stands in."""

    slug: Annotated[str, Field(description="As in the addresses; empty where none is known.")]
    name: Annotated[str | None, Field(description="As printed.")] = None


class Name(Model):
    """What an article is known by."""

    site: str
    key: str


class Address(Model):
    """An address that showed the article or is thought to."""

    url: str
    form: Annotated[tuple[Field_, ...], Field(description="Fields of a POST; none: a GET.")] = ()
    kind: Annotated[Kind, Field(description="What a list took it for.")] = Kind.ARTICLE
    key: Annotated[str | None, Field(description="What it is thought to show.")] = None
    sections: Annotated[tuple[str, ...], Field(description="Slugs it stands under.")] = ()


class Capture(Model):
    """Where an HTTP exchange is kept; the bytes themselves are in that WARC file."""

    record_id: Annotated[str, Field(description="WARC-Record-ID.")]
    url: str
    at: Annotated[AwareDatetime, Field(description="When the request began.")]
    file: Annotated[str, Field(description="WARC file, relative to the archive's folder.")]
    offset: Annotated[int, Field(ge=0, description="First byte of the record in the file.")]
    length: Annotated[int, Field(ge=0, description="Bytes of the record in the file.")]
    status: Annotated[int | None, Field(description="HTTP status.")] = None
    mime: str | None = None
    digest: Annotated[str | None, Field(description="SHA-1 of the payload, in base 32.")] = None
    sha256: Annotated[str | None, Field(description="SHA-256 of the payload, in hex.")] = None
    ip: str | None = None
    truncated: Annotated[str | None, Field(description="Why the response is cut.")] = None
    refers_to: Annotated[str | None, Field(description="Record that holds the payload.")] = None


class Observation(Model):
    """One look at the article: what its page said beside the wording."""

    at: AwareDatetime
    url: Annotated[str, Field(description="Address that was visited.")]
    form: Annotated[tuple[Field_, ...], Field(description="Fields of a POST; none: a GET.")] = ()
    presence: Annotated[
        Presence,
        Field(description="present: showed this wording; unchanged: HTTP 304; absent: not there."),
    ] = Presence.PRESENT
    article_url: Annotated[str | None, Field(description="The article's own address.")] = None
    section: Annotated[str | None, Field(description="As printed.")] = None
    published_at: Annotated[
        AwareDatetime | None, Field(description="Time of publication, if this page gave it.")
    ] = None
    published_raw: Annotated[str | None, Field(description="The same, as printed.")] = None
    keywords: tuple[str, ...] = ()
    language: str | None = None
    views: Annotated[int | None, Field(description="Reader counter.")] = None
    parser: Annotated[str, Field(description="Parser that read it, and its version.")] = "unknown"
    etag: Annotated[str | None, Field(description="Validator of the response.")] = None
    last_modified: Annotated[str | None, Field(description="Validator of the response.")] = None
    capture: Capture | None = None


class Line(Model):
    """One wording of one article, with every look that showed it.

    The record is as the first of these looks read it.
    """

    format: Literal["archiver revision 1"] = "archiver revision 1"
    site: str
    key: Annotated[str, Field(description="The site's own id of the article, or its address.")]
    revision: Annotated[int, Field(ge=1, description="Number of this wording, from 1.")]
    revisions: Annotated[int, Field(ge=1, description="How many there are.")]
    at: Annotated[AwareDatetime, Field(description="When this wording was first seen.")]
    cause: Annotated[
        Cause | None,
        Field(
            description="What made it differ from the one before: the site edited it, a newer "
            "parser reads the same bytes otherwise, or that is unclear."
        ),
    ] = None
    url: Annotated[str, Field(description="The article's own address.")]
    title: str
    section: Annotated[str | None, Field(description="As printed.")] = None
    published_at: AwareDatetime | None = None
    published_raw: Annotated[str | None, Field(description="As printed.")] = None
    abstract: str | None = None
    body: Annotated[tuple[str, ...], Field(description="One entry a paragraph.")] = ()
    images: tuple[Image, ...] = ()
    byline: Annotated[str | None, Field(description="As printed.")] = None
    attachments: tuple[Attachment, ...] = ()
    keywords: tuple[str, ...] = ()
    language: str | None = None
    views: int | None = None
    duplicate_of: Annotated[
        Name | None, Field(description="First published article of the same text.")
    ] = None
    sections: tuple[Section, ...] = ()
    addresses: tuple[Address, ...] = ()
    observations: Annotated[tuple[Observation, ...], Field(min_length=1)]

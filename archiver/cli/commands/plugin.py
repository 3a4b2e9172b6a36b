"""The kit of plugin authors: a new plugin, a try, saved pages, and what is expected of them."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Group

from archiver import settings as archiver_settings
from archiver.cli import output
from archiver.cli.app import plugin
from archiver.cli.options import Json, Set
from archiver.errors import NotInArchive, SettingsError

if TYPE_CHECKING:
    from archiver.authoring.workshop import Workshop

LIVE = "live"

Source = Annotated[
    str, typer.Option("--source", metavar="FILE", help="A WARC, WACZ or folder, not the live web.")
]
Folder = Annotated[
    Path, typer.Option("--folder", "-C", metavar="FOLDER", help="The plugin's folder.")
]
Url = Annotated[str, typer.Argument(metavar="URL")]
HERE = Path()
NEEDED = ("pytest", "time_machine")
"""What the extra `authoring` brings."""


@plugin.command()
def new(
    url: Url,
    source: Source = LIVE,
    name: Annotated[str | None, typer.Option("--name", help="The site's short name.")] = None,
    into: Annotated[Path, typer.Option("--into", help="The folder to make it in.")] = HERE,
    *,
    as_json: Json = False,
    overrides: Set = None,
) -> None:
    """Make an installable plugin for the site of a page: a list of news, best.

    The content system is recognised by signs on the page, and a few pages are saved as what the
    tests read.

    Example: archiver plugin new https://some.gov.vn/tin-tuc --name some
    """
    from archiver.authoring import kit  # noqa: PLC0415  # Scrapy is slow to import
    from archiver.cli.words import authoring  # noqa: PLC0415  # as is the kit

    made = kit.make(url, name, into, archiver_settings.load(overrides or ()), source)
    output.show([made], lambda parts: Group(*map(authoring.made, parts)), as_json=as_json)


@plugin.command("try")
def try_page(
    url: Url,
    source: Source = LIVE,
    folder: Folder = HERE,
    *,
    as_json: Json = False,
    overrides: Set = None,
) -> None:
    """Show what each selector finds on one page, the record, and the links; keep nothing.

    The page is read by the plugin in the folder, by the installed one of its host, or by the
    family that is recognised.

    Example: archiver plugin try https://some.gov.vn/tin-tuc/hoi-nghi-12.html
    """
    from archiver.authoring import kit  # noqa: PLC0415  # as above
    from archiver.cli.words import authoring  # noqa: PLC0415  # the same

    trial = kit.try_page(url, _workshop(folder, overrides), source)
    output.show([trial], lambda parts: Group(*map(authoring.trial, parts)), as_json=as_json)


@plugin.command()
def record(
    urls: Annotated[list[str], typer.Argument(metavar="URL…")],
    source: Source = LIVE,
    folder: Folder = HERE,
    *,
    overrides: Set = None,
) -> None:
    """Save pages as what the tests read; their tests fail until they are accepted.

    Example: archiver plugin record https://some.gov.vn/tin-tuc/hoi-nghi-12.html
    """
    from archiver.authoring import kit  # noqa: PLC0415  # as above

    for expected in kit.record(urls, _workshop(folder, overrides), source):
        typer.echo(f"{expected.path}: {expected.url}")
    typer.echo("Look at each with `archiver plugin try`, then `archiver plugin accept`.")


@plugin.command()
def accept(
    folder: Folder = HERE,
    lost: Annotated[
        list[str] | None,
        typer.Option("--lost", metavar="FIELD", help="A field that pages do not have any more."),
    ] = None,
    *,
    dry: Annotated[bool, typer.Option("--dry-run", help="Only show; accept nothing.")] = False,
    as_json: Json = False,
    overrides: Set = None,
) -> None:
    """Show how saved pages are read otherwise than expected, and take that for right.

    It is written at once: look first with --dry-run. Refused as a whole where a record lost a
    field that it had, unless --lost names the field.

    Example: archiver plugin accept --lost views
    """
    from archiver.authoring import kit  # noqa: PLC0415  # as above
    from archiver.cli.words import authoring  # noqa: PLC0415  # the same

    changes = kit.accept(_workshop(folder, overrides), lost or (), write=not dry)
    output.show(changes, authoring.changes, as_json=as_json)
    refused = sorted({name for change in changes for name in change.refused})
    if refused:
        message = (
            f"nothing was accepted: records lost {', '.join(refused)}; mend the parser, or say "
            f"that it is right with {' '.join(f'--lost {name}' for name in refused)}"
        )
        raise SettingsError(message)


@plugin.command()
def check(
    folder: Folder = HERE,
    source: Source = LIVE,
    *,
    look: Annotated[bool, typer.Option(help="Look at the live site too.")] = True,
    overrides: Set = None,
) -> None:
    """Run the tests, one a field of each saved page, and the contract; then look at the site.

    A look that finds no article fails, with exit code 3.

    Example: archiver plugin check --no-look
    """
    from archiver.authoring import kit  # noqa: PLC0415  # as above
    from archiver.cli.words import authoring  # noqa: PLC0415  # the same

    workshop = _workshop(folder, overrides)
    tests = [sys.executable, "-m", "pytest", "-q", "--rootdir", str(folder), str(folder / "tests")]
    config = ["-c", str(folder / "pyproject.toml")]
    _ = workshop.parser
    if any(find_spec(module) is None for module in NEEDED):
        message = f'the tests need {" and ".join(NEEDED)}: pip install -e "{folder}[test]"'
        raise SettingsError(message)
    if subprocess.run([*tests, *config], check=False).returncode:  # noqa: S603  # pytest
        raise typer.Exit(1)
    if look:
        sight = kit.look_live(workshop, source)
        if sight.record is None:
            message = "the look brought no record"
            raise NotInArchive(message)
        output.show([sight], lambda parts: Group(*map(authoring.sight, parts)), as_json=False)


def _workshop(folder: Path, overrides: list[str] | None) -> Workshop:
    from archiver.authoring.workshop import Workshop  # noqa: PLC0415  # as above

    return Workshop(folder, archiver_settings.load(overrides or ()))

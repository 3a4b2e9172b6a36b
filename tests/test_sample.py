from __future__ import annotations

import gzip
import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from warcio.archiveiterator import ArchiveIterator

from portal.mirror import LACKING, lacking
from portal.sample import Sample, samples

TESTS = Path(__file__).parent
FOLDER = TESTS.parent / "sample"
SAMPLES = samples()


def urls(name: str, kind: str = "response") -> list[str]:
    with (FOLDER / name).open("rb") as file:
        return [
            record.rec_headers["WARC-Target-URI"]
            for record in ArchiveIterator(file)
            if record.rec_type == kind
        ]


@pytest.mark.parametrize("name", SAMPLES)
def test_is_made_again_with_the_same_records(name: str, tmp_path: Path) -> None:
    SAMPLES[name].write(tmp_path / name)
    made, kept = (folder / name for folder in (tmp_path, FOLDER))
    assert gzip.decompress(made.read_bytes()) == gzip.decompress(kept.read_bytes())


def test_is_made_from_the_command_line(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "portal.sample", str(tmp_path)]
    subprocess.run(command, cwd=TESTS, check=True)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(SAMPLES)


def test_is_small_enough_to_clone() -> None:
    assert (FOLDER / "longbien.warc.gz").stat().st_size < 1_500_000
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 2_000_000


@pytest.mark.parametrize(("name", "sample"), SAMPLES.items())
def test_lacks_a_few_articles_and_no_more(name: str, sample: Sample) -> None:
    held = set(urls(name))
    missing = {
        story.key
        for story in sample.site.stories
        for slug in story.sections
        if sample.site.absolute(sample.site.path(story, slug)) not in held
    }
    assert missing == lacking(sample.site)
    assert len(missing) == LACKING


def test_keeps_the_forms_of_lists() -> None:
    with (FOLDER / "phuc-loi.warc.gz").open("rb") as file:
        forms = [
            dict(parse_qsl(record.content_stream().read().decode()))
            for record in ArchiveIterator(file)
            if record.rec_type == "request"
        ]
    assert {form["PageIndex"] for form in forms} == {"0", "1", "2"}
    assert len({form["Catname"] for form in forms}) == 4


def test_a_record_is_a_gzip_member_without_a_time() -> None:
    for name in SAMPLES:
        assert (FOLDER / name).read_bytes()[4:8] == bytes(4)

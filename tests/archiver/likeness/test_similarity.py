"""Which articles are near-duplicates, and that this stays so for ever."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import unicodedata
from dataclasses import replace

import pytest

from archiver.article import Article
from archiver.likeness import similarity
from archiver.likeness.similarity import Likeness, clusters, shingles
from archiver.text import clean
from portal.texts import Texts


def article(seed: int, paragraphs: int = 4, **fields: object) -> Article:
    texts = Texts(seed)
    record = Article(
        site="toy",
        key=str(seed),
        url=f"http://toy/{seed}",
        title=texts.sentence("title"),
        abstract=texts.sentence("abstract"),
        body=tuple(texts.paragraph(3) for _ in range(paragraphs)),
    )
    return replace(record, **fields)  # type: ignore[arg-type]  # an article's fields


def near(one: Article, other: Article) -> bool:
    """Tell whether two articles find each other, and are near when compared."""
    first, second = Likeness.of(one), Likeness.of(other)
    assert first.is_near(second) == second.is_near(first)
    met = set(first.bands()) & set(second.bands())
    return bool(met) and first.is_near(second)


@pytest.mark.parametrize("seed", range(20))
def test_an_edited_copy_is_near(seed: int) -> None:
    first = article(seed)
    body = first.body
    edits = (
        {"title": "Một đầu đề khác hẳn"},
        {"body": body[1:]},
        {"body": body[:2] + body[3:]},
        {"body": ("Theo Cổng thông tin điện tử thành phố, ngày 5/3, tin cho biết:", *body)},
        {"body": (*body, "Người viết: Thu Hà")},
        {"body": (" ".join(body),), "abstract": None},
        {"body": (first.abstract, *body), "abstract": None},
        {"body": tuple(unicodedata.normalize("NFD", text) for text in body)},
        {"body": tuple(text.replace("hòa", "hoà").replace("ủy", "uỷ") for text in body)},
        {"body": tuple(text.upper() for text in body)},
    )
    for edit in edits:
        assert near(first, replace(first, **edit)), edit


def test_another_article_is_not_near() -> None:
    records = [article(seed) for seed in range(60)]
    assert not any(near(one, other) for one in records for other in records if one is not other)


def test_a_form_with_other_numbers_is_not_near() -> None:
    """A programme of every year says much in the same words, and is another one each year."""
    programme = article(1, 8).body
    years = [replace(article(n), body=programme[:4] + article(n, 4).body) for n in (2, 3)]
    assert 0.3 < Likeness.of(years[0]).similarity(Likeness.of(years[1])) < 0.6
    assert not near(*years)


def test_the_form_of_writing_makes_no_difference() -> None:
    body = article(1).body
    decomposed = tuple(unicodedata.normalize("NFD", text) for text in body)
    assert shingles(None, decomposed) == shingles(None, body)
    assert shingles(None, tuple(map(clean, decomposed))) == shingles(None, body)


def test_short_and_empty_texts_are_near_to_none() -> None:
    short = article(1, body=("Chi tiết xem tại văn bản đính kèm.",))
    other = replace(short, key="2", title="Khác")
    assert not near(short, other)
    assert shingles(None, short.body) == shingles("Tóm tắt " * 99, ()) == frozenset()
    bare = article(1, body=(), abstract=None)
    assert Likeness.of(bare).bands() == []
    assert not near(bare, replace(bare, key="2"))
    assert Likeness.of(bare).similarity(Likeness.of(other)) == 0


def test_equal_texts_are_alike_however_short() -> None:
    short = article(1, body=("Chi tiết xem tại văn bản đính kèm.",))
    assert near(short, replace(short, key="2"))
    assert Likeness.of(short).similarity(Likeness.of(replace(short, key="2"))) == 1


PINNED = [83846954715155, 56985317933759, 184284243262394]
PINNED_SUM = 694812664


def test_bands_are_the_same_for_ever() -> None:
    """If this fails, archives no longer find what they kept: a migration must make new bands."""
    body = " ".join(f"âm tiết thứ {number}" for number in range(100))
    bands = Likeness.of(article(1, abstract="Tóm tắt", body=(body,), title="Đầu đề")).bands()
    assert len(bands) == 1 + similarity.BANDS
    assert all(0 <= band < 2**48 for band in bands)
    assert bands[:3] == PINNED
    assert sum(bands) % 2**32 == PINNED_SUM


def test_bands_are_the_same_in_every_process() -> None:
    program = (
        "from archiver.article import Article\n"
        "from archiver.likeness.similarity import Likeness\n"
        "body = (' '.join(map(str, range(100))),)\n"
        "print(Likeness.of(Article(site='s', key='k', url='u', title='t', body=body)).bands())\n"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", program],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(told) == 1


# --- clusters


def chain() -> dict[tuple[str, str], Likeness]:
    """Return articles of which each is near to the next ones only, and one that stands alone."""
    words = [str(number) for number in range(1000)]
    texts = {f"{n}": " ".join(words[n * 30 : n * 30 + 300]) for n in range(8)}
    texts["z"] = " ".join(reversed(words))
    return {
        ("toy", key): Likeness.of(article(1, title=key, abstract=None, body=(text,)))
        for key, text in texts.items()
    }


def names(*keys: str) -> list[tuple[str, str]]:
    return [("toy", key) for key in keys]


def test_a_cluster_holds_what_is_near_by_others() -> None:
    likes = chain()
    assert not likes["toy", "0"].is_near(likes["toy", "7"])
    assert clusters(likes) == [names(*"01234567")]


def test_clusters_do_not_depend_on_the_order() -> None:
    likes = list(chain().items())
    apart = [frozenset(names("0", "1")), frozenset(names("2", "6"))]
    expected = clusters(dict(likes), apart)
    for seed in range(20):
        random.Random(seed).shuffle(likes)  # noqa: S311  # an order, no secret
        assert clusters(dict(likes), apart) == expected


def test_what_was_put_apart_stays_apart_whoever_stands_between() -> None:
    likes = chain()
    assert clusters(likes, [frozenset(names("0", "1"))]) == [names(*"1234567")]
    assert clusters(likes, [frozenset(names("0", "7"))]) == [names(*"0123456")]
    alone = [frozenset(names("3", other)) for other in "0124567"]
    assert ("toy", "3") not in {name for cluster in clusters(likes, alone) for name in cluster}


def test_a_text_that_everybody_posts_is_one_cluster() -> None:
    like = Likeness.of(article(1))
    many = {("toy", f"{number:04}"): like for number in range(300)}
    assert clusters(many) == [sorted(many)]

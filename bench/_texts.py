"""Articles in great number, as varied as real ones, and what is done to a copied one.

Two real articles have about one in a thousand shingles in common, one pair in a hundred has one in
a hundred; those of one form (the programme of each year) have half. So texts here are made of
words that nobody else puts together so, of some stock phrases (the portal's lexicon), and, for a
few, of a form that the site uses again and again.
"""

from __future__ import annotations

import random
import sys
import unicodedata
from dataclasses import replace
from functools import cache
from itertools import accumulate, product
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from archiver import Article
from portal.texts import Texts

if TYPE_CHECKING:
    from collections.abc import Callable

ONSETS = "b c ch d đ g gi h k kh l m n ng nh ph qu r s t th tr v x"
RIMES = (
    "a á à ả ạ ai ao au ay ăn ăng âm ân âu ây e em en ê ênh i ia iên iêu im in inh o oa oai on ong "
    "ô ôi ôn ông ơ ơi ơn u ua uân ung uôi uôn ư ưa ươi ươn ương ưu y yên"
)
WORDS = [onset + rime for onset, rime in product(ONSETS.split(), RIMES.split())]
SITE = 10_000
"""Articles of a site."""
FORMS = 20
"""Forms that a site has; one article in fifty is written in one."""
ABSTRACTS = 0.5
"""Share of articles that have one."""


@cache
def _commonness() -> list[float]:
    """Return how often words are used, summed up: few of them very often."""
    order = random.Random(0).sample(range(1, len(WORDS) + 1), len(WORDS))  # noqa: S311  # no secret
    return list(accumulate(1 / (rank + 3) for rank in order))


def written(number: int, syllables: int = 45) -> Article:
    """Return the article of a number; paragraphs have about so many syllables."""
    texts = Texts(f"bench/{number}")
    chance = texts.random
    stock = chance.betavariate(1.2, 5)
    body = [_paragraph(texts, stock, syllables) for _ in range(chance.randint(4, 9))]
    if number % 50 == 0:
        form = Texts(f"form/{number // SITE}/{number // 50 % FORMS}")
        body[: len(body) // 2] = [_paragraph(form, 0.2, syllables) for _ in range(len(body) // 2)]
    return Article(
        site=f"site-{number // SITE}",
        key=str(number),
        url=f"http://site-{number // SITE}/{number}",
        title=texts.sentence("title"),
        abstract=texts.sentence("abstract") if chance.random() < ABSTRACTS else None,
        body=tuple(body),
        byline=texts.make("person"),
    )


def _paragraph(texts: Texts, stock: float, syllables: int) -> str:
    chance, parts, count = texts.random, [], 0
    while count < syllables:
        if chance.random() < stock:
            parts.append(texts.sentence())
            count += parts[-1].count(" ") + 1
        else:
            words = chance.choices(WORDS, cum_weights=_commonness(), k=chance.randint(8, 25))
            parts.append(" ".join(words).capitalize() + ".")
            count += len(words)
    return " ".join(parts)


# --- what is done to a copy


def _headline(article: Article, texts: Texts) -> Article:
    return replace(article, title=texts.sentence("title"))


def _byline(article: Article, texts: Texts) -> Article:
    signed = f"{texts.make('person')} (theo Báo {texts.make('ward')})"
    return replace(article, byline=signed, body=(*article.body, signed))


def _prefix(article: Article, texts: Texts) -> Article:
    first, *rest = article.body
    source = f"(Cổng TTĐT phường {texts.make('ward')}) - Theo tin của {texts.make('body')}, "
    return replace(article, body=(source + first, *rest))


def _decomposed(article: Article, texts: Texts) -> Article:
    del texts
    body = tuple(
        unicodedata.normalize("NFD", text.replace("hòa", "hoà").replace("ủy", "uỷ"))
        for text in article.body
    )
    return replace(article, body=body)


def _dropped(article: Article, texts: Texts) -> Article:
    body = list(article.body)
    del body[texts.random.randrange(len(body))]
    return replace(article, body=tuple(body))


def _all_of_these(article: Article, texts: Texts) -> Article:
    for edit in (_dropped, _headline, _byline, _prefix, _decomposed):
        article = edit(article, texts)
    return article


def _two_dropped(article: Article, texts: Texts) -> Article:
    return _dropped(_dropped(article, texts), texts)


EDITS: dict[str, Callable[[Article, Texts], Article]] = {
    "another headline": _headline,
    "another byline": _byline,
    "a line put before": _prefix,
    "NFD, other tone marks": _decomposed,
    "a paragraph dropped": _dropped,
    "all of these": _all_of_these,
}
HARDER: dict[str, Callable[[Article, Texts], Article]] = {"two paragraphs dropped": _two_dropped}


def copied(article: Article, number: int, edit: Callable[[Article, Texts], Article]) -> Article:
    """Return a copy that another site published under a number."""
    site = f"site-{number // SITE}"
    named = replace(article, site=site, key=str(number), url=f"http://{site}/{number}")
    return edit(named, Texts(f"copy/{number}"))

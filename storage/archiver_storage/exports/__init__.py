"""Exports: the formats in which articles leave an archive, a module or package each."""

from __future__ import annotations

from archiver_storage.exports.atom import Atom
from archiver_storage.exports.bibtex import BibTex
from archiver_storage.exports.csl import Csl
from archiver_storage.exports.jsonlines import JsonLines
from archiver_storage.exports.markdown import Markdown
from archiver_storage.exports.newsarticle import NewsArticle
from archiver_storage.exports.parquet import Parquet
from archiver_storage.exports.plain import Plain
from archiver_storage.exports.ris import Ris
from archiver_storage.exports.sheet import Csv
from archiver_storage.exports.wacz import Wacz

__all__ = [
    "Atom",
    "BibTex",
    "Csl",
    "Csv",
    "JsonLines",
    "Markdown",
    "NewsArticle",
    "Parquet",
    "Plain",
    "Ris",
    "Wacz",
]

"""Vietsoftware VCMS on Liferay 6.0 and 6.1: hanoi.gov.vn from about 2012 to 2015."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from archiver import Family, Selectors

if TYPE_CHECKING:
    from collections.abc import Mapping

VIEW = r"/-/vcmsviewcontent/\w+"
ABSTRACT = "p.wd-date + p:has(> b), p.wd-date + p:has(> strong)"


class VcmsParser(Family):
    """Vietsoftware VCMS: ``/PAGE/-/vcmsviewcontent/INSTANCE/CATEGORY/ARTICLE/SLUG.html``.

    Not seen on a real page: built from the vendor's templates of 2013. Only the numbers in an
    address are read by the portal; any slug leads to the article. Dates are days without a time.
    """

    family = "Vietsoftware VCMS"
    version = 1
    article_address: ClassVar[re.Pattern[str]] = re.compile(
        rf"^(?:/(?P<section>[\w-]+))?{VIEW}/\d+/(?P<key>\d+)/[^/]*$"
    )
    list_address: ClassVar[re.Pattern[str]] = re.compile(
        rf"/(?P<section>[\w-]+)(?:{VIEW}(?P<list>/\d+)(?:/[^/?]*)?)?"
        r"(?:\?(?:.*&)?pagenum=(?P<page>\d+).*)?"
    )
    selectors: ClassVar[Selectors] = Selectors(
        frame="[class*=wd-], [class*=portlet]",
        item=".wd-news-item",
        item_date=".wd-date",
        link="h3 a, .wd-other-news a",
        pager="ul.yiiPager a",
        section="h2.wd-tlh1-2",
        title="h3.wd-tlh3-4",
        date="p.wd-date",
        abstract=ABSTRACT,
        body=".han6-content-detail",
        drop=f"h2, h3, p.wd-date, {ABSTRACT}, p.wd-actor, .wd-other-news, a.wd-download-pdf",
        byline="p.wd-actor",
        files="a.wd-download-pdf",
    )
    signs: ClassVar[Mapping[str, str]] = {
        'a[href*="/vcmsviewcontent/"]': "addresses with /vcmsviewcontent/",
        ".han6-content-detail, .wd-tlh3-4, .wd-tlh3-2": "the vendor's classes",
        "ul.yiiPager": "the vendor's pager",
    }

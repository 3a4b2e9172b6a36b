"""Liferay 6 and 7 with its own asset publisher, as it comes out of the box."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from archiver import Family, Selectors
from archiver_plugins.caches import uncached

if TYPE_CHECKING:
    from collections.abc import Mapping

SITE = r"(?:/(?:vi|en))?(?:/web/[^/?]+)?"


class AssetPublisherParser(Family):
    """Stock Liferay: ``/SECTION/-/asset_publisher/INSTANCE/content/SLUG`` or ``/-/SLUG``.

    Not seen on a real page: built from what others' crawlers of soyte.hanoi.gov.vn and
    danang.gov.vn rely on, and from Liferay's own templates. An article's slug is its key: it is
    one within a site, while instances and sections differ from link to link.
    """

    family = "Liferay asset publisher"
    version = 1
    article_address: ClassVar[re.Pattern[str]] = re.compile(
        rf"^{SITE}(?:/(?P<section>[^/?]+))?/-/(?:asset_publisher/\w+/content/(?:id/)?)?"
        r"(?P<key>[^/?]+)/?(?:\?|$)"
    )
    list_address: ClassVar[re.Pattern[str]] = re.compile(
        rf"{SITE}(?:/(?P<section>[\w.~%-]+))?/?"
        r"(?:\?(?!.*p_p_lifecycle=[12])(?:.*&)?(?P<list>_[^=&]*_)cur=(?P<page>\d+).*)?"
    )
    selectors: ClassVar[Selectors] = Selectors(
        frame="[class*=portlet]",
        not_found="code.lfr-url-error",
        item=".asset-abstract",
        item_date=".metadata-publish-date, .asset-publish-date",
        menu='a[href]:not([href*="?"])',
        pager=".taglib-page-iterator a, .pagination a",
        section=".breadcrumb li:last-child a",
        title=".portlet-asset-publisher .header-title, .portlet-asset-publisher .asset-title",
        date=".metadata-publish-date, .asset-publish-date",
        views=".metadata-view-count",
        body=".portlet-asset-publisher .journal-content-article",
        keywords=".taglib-asset-tags-summary a",
    )
    signs: ClassVar[Mapping[str, str]] = {
        'a[href*="/-/asset_publisher/"]': "addresses with /-/asset_publisher/",
        ".portlet-asset-publisher": "Liferay's asset publisher",
        '[id^="p_p_id_com_liferay_"], [id^="p_p_id_101_INSTANCE_"]': "Liferay's portlets",
    }

    def stable(self, url: str) -> str:
        """Return the address of a photo or file without the stamp that keeps changing."""
        return uncached(super().stable(url))

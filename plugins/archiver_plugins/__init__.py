"""Parsers: one module a family of portals, one short class a site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archiver import hookimpl

if TYPE_CHECKING:
    from collections.abc import Iterable

    from archiver import Family, Parser


@hookimpl
def archiver_register_parsers() -> Iterable[type[Parser]]:
    """Provide the parsers of the sites in this package."""
    from archiver_plugins.hanoi import Sotttt  # noqa: PLC0415  # who asks an archive needs none
    from archiver_plugins.longbien import (  # noqa: PLC0415  # the same
        BoDe,
        LongBien,
        PhucLoi,
        PhuongLongBien,
        VietHung,
    )

    return [BoDe, LongBien, PhucLoi, PhuongLongBien, Sotttt, VietHung]


@hookimpl
def archiver_register_families() -> Iterable[type[Family]]:
    """Provide the families in this package."""
    from archiver_plugins.asset_publisher import (  # noqa: PLC0415  # as above
        AssetPublisherParser,
    )
    from archiver_plugins.dnn import DnnParser  # noqa: PLC0415  # the same
    from archiver_plugins.generic import GenericParser  # noqa: PLC0415  # the same
    from archiver_plugins.liferay import LiferayParser  # noqa: PLC0415  # the same
    from archiver_plugins.sharepoint import (  # noqa: PLC0415  # the same
        MinistryParser,
        TanDanParser,
    )
    from archiver_plugins.vcms import VcmsParser  # noqa: PLC0415  # the same
    from archiver_plugins.vnportal import VnPortalParser  # noqa: PLC0415  # the same
    from archiver_plugins.webforms import WebFormsParser  # noqa: PLC0415  # the same
    from archiver_plugins.wordpress import WordPressParser  # noqa: PLC0415  # the same

    return [
        AssetPublisherParser,
        DnnParser,
        GenericParser,
        LiferayParser,
        MinistryParser,
        TanDanParser,
        VcmsParser,
        VnPortalParser,
        WebFormsParser,
        WordPressParser,
    ]

"""A plugin with the simulated communes: a site on each family, as its author would write it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archiver import hookimpl
from archiver_plugins.asset_publisher import AssetPublisherParser
from archiver_plugins.dnn import DnnParser
from archiver_plugins.generic import GenericParser
from archiver_plugins.sharepoint import MinistryParser, TanDanParser
from archiver_plugins.vcms import VcmsParser
from archiver_plugins.webforms import WebFormsParser
from archiver_plugins.wordpress import WordPressParser

if TYPE_CHECKING:
    from collections.abc import Iterable

    from archiver import Parser


class AssetPublisher(AssetPublisherParser):
    name = "asset-publisher"
    title = "Xã Bãi Bồi"
    hosts = ("baiboi.liferay.example",)


class Vcms(VcmsParser):
    name = "vcms"
    title = "Xã Bãi Bồi"
    hosts = ("baiboi.vcms.example",)


class TanDan(TanDanParser):
    name = "tandan"
    title = "Xã Bãi Bồi"
    hosts = ("baiboi.tandan.example",)


class Ministry(MinistryParser):
    name = "ministry"
    title = "Xã Bãi Bồi"
    hosts = ("baiboi.ministry.example",)


class Dnn(DnnParser):
    name = "dnn"
    title = "Xã Bãi Bồi"
    hosts = ("baiboi.dnn.example",)


class WebForms(WebFormsParser):
    name = "webforms"
    title = "Xã Bãi Bồi"
    hosts = ("baiboi.webforms.example",)


class WordPress(WordPressParser):
    name = "wordpress"
    title = "Xã Bãi Bồi"
    hosts = ("baiboi.wordpress.example",)


class Unknown(GenericParser):
    name = "unknown"
    title = "Xã Bãi Bồi"
    hosts = ("baiboi.unknown.example",)


SITES = (AssetPublisher, Vcms, TanDan, Ministry, Dnn, WebForms, WordPress, Unknown)


@hookimpl
def archiver_register_parsers() -> Iterable[type[Parser]]:
    """Provide the communes."""
    return SITES

"""Portals of the city's departments."""

from __future__ import annotations

from archiver_plugins.liferay import LiferayParser


class Sotttt(LiferayParser):
    """Sở Thông tin và Truyền thông Hà Nội."""

    name = "sotttt"
    title = "Sở Thông tin và Truyền thông Hà Nội"
    description = "the portal of 2014 to 2022; a mirror of 27 August 2022 exists as WARC"
    hosts = ("sotttt.hanoi.gov.vn",)
    lists = ("/vi/trang-chu",)

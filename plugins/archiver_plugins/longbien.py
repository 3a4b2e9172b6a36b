"""The portals of Long Biên, Hà Nội: the district until 2025, the four wards after it."""

from __future__ import annotations

from datetime import date

from archiver_plugins.liferay import LiferayParser
from archiver_plugins.vnportal import VnPortalParser

REFORM = date(2025, 7, 1)
"""On this day the districts ended and the new wards began."""


class LongBien(LiferayParser):
    """Quận Long Biên."""

    name = "longbien"
    title = "Quận Long Biên"
    description = (
        "host names not confirmed: no page of the portal was at hand; "
        "the host has belonged to phường Long Biên since 1 July 2025"
    )
    hosts = ("longbien.hanoi.gov.vn", "longbien.gov.vn", "www.longbien.gov.vn")
    confirmed = False
    valid_until = date(2025, 6, 30)
    followed_by = ("phuong-long-bien", "bo-de", "viet-hung", "phuc-loi")


class PhuongLongBien(VnPortalParser):
    """Phường Long Biên."""

    name = "phuong-long-bien"
    title = "Phường Long Biên"
    description = "host name not confirmed: taken to be the district's, as at other wards"
    hosts = ("longbien.hanoi.gov.vn",)
    confirmed = False
    valid_from = REFORM


class BoDe(VnPortalParser):
    """Phường Bồ Đề."""

    name = "bo-de"
    title = "Phường Bồ Đề"
    description = "host name not confirmed: formed like those of other wards"
    hosts = ("bode.hanoi.gov.vn",)
    confirmed = False
    valid_from = REFORM


class VietHung(VnPortalParser):
    """Phường Việt Hưng."""

    name = "viet-hung"
    title = "Phường Việt Hưng"
    description = "host name not confirmed: formed like those of other wards"
    hosts = ("viethung.hanoi.gov.vn",)
    confirmed = False
    valid_from = REFORM


class PhucLoi(VnPortalParser):
    """Phường Phúc Lợi."""

    name = "phuc-loi"
    title = "Phường Phúc Lợi"
    hosts = ("phucloi.hanoi.gov.vn",)
    valid_from = REFORM

"""Our own template of an article's page on a Liferay portal, to fill with what a test needs."""

from __future__ import annotations

from datetime import UTC, datetime

from archiver.parsing.page import Page

HOST = "https://longbien.hanoi.gov.vn"
ADDRESS = f"{HOST}/dang-doan-the/-/view_content/1083028-hoi-nghi.html"
CAPTURED = datetime(2018, 4, 1, tzinfo=UTC)
SIDE_BOX = """
<div class="portlet-journal-content"><div class="journal-content-article">
<p align="center"><img src="/documents/1/banner.png"></p><p>Đường dây nóng</p></div></div>
"""


def asset(
    *,
    body: str = "<p>Nội dung của bài.</p>",
    title: str = "Hội nghị của phường",
    date: str = "Ngày đăng\n\t27/03/2018 | 10:14\n&nbsp;|&nbsp;Lượt xem: 1.729",
    abstract: str = "",
    lead: str = "",
    number: int = 1083028,
) -> str:
    """Return the nodes of one asset, as they stand within a page's main portlet."""
    return f"""<div>
<div class="asset-full-content-title">{title}</div>
<div class="assetPublishDate block_timer">{date}</div>
<div class="asset-full-content  show-asset-title">
<div class="asset-content" id="_101_{number}">
<div class="sapo-wrapper clearfix">{lead}<p class="sapo"><strong>{abstract}</strong></p></div>
<div class="journal-content-article">{body}
<p align="right" class="view-content-author"><strong><em>admin admin</em></strong></p></div>
</div></div></div>
<div class="related_asset"><ul class="related_asset_list">
<li><a href="/vi/tin-tuc/-/view_content/1083000-tin-khac.html?redirect=%2Fvi">Tin khác</a></li>
</ul></div>
<a href="javascript:_101_printPage_0();">In bài viết</a>"""


def document(main: str, *, section: str = "Đảng - đoàn thể", menu: str = "") -> str:
    """Return a whole document with menus and side boxes round the main portlet."""
    return f"""<!DOCTYPE html> <html class="aui ltr" lang="vi-VN"><head>
<title>Trang</title><meta content="a, tin tức,a , " lang="vi-VN" name="keywords"></head>
<body class="yui3-skin-sam"><ul class="navi">{menu}</ul>{SIDE_BOX}
<div class="dd_chuyenmuc"><span class="trangchu"><a href="/">Trang chủ</a></span>
<span class="tintuc"><p>{section}</p></span></div>
<div class="portlet-boundary portlet-asset-publisher" id="p_p_id_101_">
<h1 class="portlet-title">Tin nổi bật</h1>{main}</div>{SIDE_BOX}</body></html>"""


def page(html: str, url: str = ADDRESS) -> Page:
    """Return a document as a page of the site."""
    return Page(url=url, body=html.encode(), captured_at=CAPTURED)

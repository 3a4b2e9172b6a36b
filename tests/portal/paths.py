"""Where each content system puts an article."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from portal.site import Story

INSTANCE: Final = "Xk3dQ9aBcD7e"
DNN_API: Final = "/DesktopModules/cmsview/api/NewsContent/"


def _liferay(story: Story, section: str, language: str) -> str:
    return f"{language}/{section}/-/view_content/{story.key}-{story.slug}.html"


def _vnportal(story: Story, section: str, _: str) -> str:
    return f"/{section}/{story.slug}-{story.key}.htm"


def _asset_publisher(story: Story, section: str, _: str) -> str:
    return f"/{section}/-/asset_publisher/{INSTANCE}/content/{story.key}"


def _vcms(story: Story, section: str, _: str) -> str:
    return f"/{section}/-/vcmsviewcontent/{INSTANCE}/52/{story.key}/{story.slug[:40]}.html"


def _tandan(story: Story, _: str, __: str) -> str:
    return f"/portal/Pages/{story.key}.aspx"


def _ministry(story: Story, section: str, _: str) -> str:
    return f"/vn/tin-tuc/{section}/{story.key}/{story.slug}.aspx"


def _dnn(story: Story, _: str, __: str) -> str:
    return f"{DNN_API}getbyid?id={story.key}"


def _webforms(story: Story, section: str, _: str) -> str:
    return f"/vi/{section}/{story.slug}-{story.key}"


def _rooted(story: Story, _: str, __: str) -> str:
    return f"/{story.key}/"


def _unknown(story: Story, _: str, __: str) -> str:
    return f"/{story.key}"


PATHS: Final[dict[str, Callable[[Story, str, str], str]]] = {
    "liferay": _liferay,
    "vnportal": _vnportal,
    "asset publisher": _asset_publisher,
    "vcms": _vcms,
    "tandan": _tandan,
    "ministry": _ministry,
    "dnn": _dnn,
    "webforms": _webforms,
    "wordpress": _rooted,
    "unknown": _unknown,
}
"""By family, the path of a story's page under a section, in a language where there are several."""

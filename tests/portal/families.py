"""The content systems by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from portal.asset_publisher import AssetPublisher
from portal.dnn import Dnn
from portal.liferay import Liferay
from portal.sharepoint import Ministry, TanDan
from portal.unknown import Unknown
from portal.vcms import Vcms
from portal.vnportal import VnPortal
from portal.webforms import WebForms
from portal.wordpress import WordPress

if TYPE_CHECKING:
    from portal.simple import Simple

FAMILIES: Final[dict[str, type[Liferay | Simple | VnPortal]]] = {
    "liferay": Liferay,
    "vnportal": VnPortal,
    "asset publisher": AssetPublisher,
    "vcms": Vcms,
    "tandan": TanDan,
    "ministry": Ministry,
    "dnn": Dnn,
    "webforms": WebForms,
    "wordpress": WordPress,
    "unknown": Unknown,
}
"""What answers for a site of each."""

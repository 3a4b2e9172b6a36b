"""The spider loader: a spider for every parser that a plugin provides."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Self

from archiver.crawling.spider import SiteSpider
from archiver.errors import PluginError
from archiver.registry import Registry, choose, load_plugins
from archiver.settings import load

if TYPE_CHECKING:
    from scrapy import Request, Spider
    from scrapy.settings import BaseSettings

    from archiver.parsing.parser import Parser


class RegistrySpiderLoader:
    """Makes one spider class a site: a child of the walker that the site's parser names.

    A new parser needs no spider file; `scrapy list` shows every site.
    """

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> Self:
        """Build the loader; plugins are loaded when first asked for."""
        del settings
        return cls()

    @cached_property
    def registry(self) -> Registry:
        """The classes that the installed plugins provide."""
        return Registry(load_plugins(load().disabled_plugins))

    def load(self, spider_name: str) -> type[Spider]:
        """Return the spider of a site. Raises ``KeyError`` for a site that is none."""
        return site_spider(self.registry, self.registry.parsers[spider_name])

    def find_by_request(self, request: Request) -> list[str]:
        """Return the sites that a request's host belongs to."""
        parser = self.registry.parser_for(request.url)
        return [parser.name] if parser else []

    def list(self) -> list[str]:
        """Return the names of all sites."""
        return sorted(self.registry.parsers)


def site_spider(registry: Registry, parser: type[Parser]) -> type[SiteSpider]:
    """Return the spider that walks a parser's site. Raises ``PluginError`` if there is none."""
    walker = choose(registry.spiders, parser.spider, "spider")
    if not issubclass(walker, SiteSpider):
        message = f"the spider {parser.spider!r} of {parser.name} is no SiteSpider"
        raise PluginError(message)
    body = {"name": parser.name, "parser_class": parser, "__module__": walker.__module__}
    return type(f"{walker.__name__}Of{parser.__name__}", (walker,), body)

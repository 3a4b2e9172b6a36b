"""The part of the framework that knows Scrapy: how a site is walked and captured."""

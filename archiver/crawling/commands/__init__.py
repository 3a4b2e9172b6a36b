"""Commands that replace or add to Scrapy's own."""

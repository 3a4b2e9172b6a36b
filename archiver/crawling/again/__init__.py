"""Again: captures that are kept are read as a crawl reads answers, and nobody is asked."""

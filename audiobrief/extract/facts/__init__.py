"""What a page says about its article: title, authors, dates, site, each from named evidence."""

"""Raw text, mail or Markdown -> the article's blocks."""

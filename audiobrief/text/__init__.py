"""What every stage may know of text: where sentences end, language tags, letters."""

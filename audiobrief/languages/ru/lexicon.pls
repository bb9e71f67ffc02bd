<?xml version="1.0" encoding="UTF-8"?>
<!-- dc:source: the spelling with ё, which print may leave out (Rules of Russian orthography, 1956, § 10). -->
<lexicon version="1.0" xmlns="http://www.w3.org/2005/01/pronunciation-lexicon" xmlns:dc="http://purl.org/dc/elements/1.1/" alphabet="ipa" xml:lang="ru">
  <lexeme dc:source="spelling:ru"><grapheme>Горбачев</grapheme><alias>Горбачёв</alias></lexeme>
  <lexeme dc:source="spelling:ru"><grapheme>Хрущев</grapheme><alias>Хрущёв</alias></lexeme>
  <lexeme dc:source="spelling:ru"><grapheme>Соловьев</grapheme><alias>Соловьёв</alias></lexeme>
  <lexeme dc:source="spelling:ru"><grapheme>Киселев</grapheme><alias>Киселёв</alias></lexeme>
  <lexeme dc:source="spelling:ru"><grapheme>Ковалев</grapheme><alias>Ковалёв</alias></lexeme>
  <lexeme dc:source="spelling:ru"><grapheme>Лихачев</grapheme><alias>Лихачёв</alias></lexeme>
  <lexeme dc:source="spelling:ru"><grapheme>Рублев</grapheme><alias>Рублёв</alias></lexeme>
  <lexeme dc:source="spelling:ru"><grapheme>Муравьев</grapheme><alias>Муравьёв</alias></lexeme>
  <lexeme dc:source="spelling:ru"><grapheme>Королев</grapheme><alias>Королёв</alias></lexeme>
  <lexeme dc:source="spelling:ru"><grapheme>Пугачев</grapheme><alias>Пугачёв</alias></lexeme>
  <lexeme dc:source="spelling:ru"><grapheme>Кишинев</grapheme><alias>Кишинёв</alias></lexeme>
  <lexeme dc:source="spelling:ru"><grapheme>Могилев</grapheme><alias>Могилёв</alias></lexeme>
</lexicon>

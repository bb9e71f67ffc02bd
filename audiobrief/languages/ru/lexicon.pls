<?xml version="1.0" encoding="UTF-8"?>
<lexicon version="1.0" xmlns="http://www.w3.org/2005/01/pronunciation-lexicon" alphabet="ipa" xml:lang="ru">
  <lexeme><grapheme>Боррель</grapheme><alias>Бор рель</alias></lexeme>
  <lexeme><grapheme>Рахмон</grapheme><alias>Рах мон</alias></lexeme>
  <lexeme><grapheme>Макрон</grapheme><alias>Ма крон</alias></lexeme>
  <lexeme><grapheme>Лавров</grapheme><alias>Лав ров</alias></lexeme>
  <lexeme><grapheme>Эрдоган</grapheme><alias>Эрдо ган</alias></lexeme>
  <lexeme><grapheme>Вучич</grapheme><alias>Ву чич</alias></lexeme>
  <lexeme><grapheme>Шойгу</grapheme><alias>Шой гу</alias></lexeme>
  <lexeme><grapheme>Пашинян</grapheme><alias>Пашы нян</alias></lexeme>
  <lexeme><grapheme>Горбачев</grapheme><alias>Горбачёв</alias></lexeme>
  <lexeme><grapheme>Хрущев</grapheme><alias>Хрущёв</alias></lexeme>
  <lexeme><grapheme>Соловьев</grapheme><alias>Соловьёв</alias></lexeme>
  <lexeme><grapheme>Киселев</grapheme><alias>Киселёв</alias></lexeme>
  <lexeme><grapheme>Ковалев</grapheme><alias>Ковалёв</alias></lexeme>
  <lexeme><grapheme>Лихачев</grapheme><alias>Лихачёв</alias></lexeme>
  <lexeme><grapheme>Рублев</grapheme><alias>Рублёв</alias></lexeme>
  <lexeme><grapheme>Муравьев</grapheme><alias>Муравьёв</alias></lexeme>
  <lexeme><grapheme>Королев</grapheme><alias>Королёв</alias></lexeme>
  <lexeme><grapheme>Пугачев</grapheme><alias>Пугачёв</alias></lexeme>
  <lexeme><grapheme>Кишинев</grapheme><alias>Кишинёв</alias></lexeme>
  <lexeme><grapheme>Могилев</grapheme><alias>Могилёв</alias></lexeme>
</lexicon>

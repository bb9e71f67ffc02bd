<?xml version="1.0" encoding="UTF-8"?>
<lexicon version="1.0" xmlns="http://www.w3.org/2005/01/pronunciation-lexicon" alphabet="ipa" xml:lang="uk">
  <lexeme><grapheme>Боррель</grapheme><alias>Бо рель</alias></lexeme>
  <lexeme><grapheme>Макрон</grapheme><alias>Ма крон</alias></lexeme>
  <lexeme><grapheme>Ердоган</grapheme><alias>Ердо ган</alias></lexeme>
  <lexeme><grapheme>Орбан</grapheme><alias>Ор бан</alias></lexeme>
</lexicon>

<?xml version="1.0" encoding="UTF-8"?>
<lexicon version="1.0" xmlns="http://www.w3.org/2005/01/pronunciation-lexicon" alphabet="ipa" xml:lang="de">
  <lexeme><grapheme>Macron</grapheme><alias>Makrong</alias></lexeme>
  <lexeme><grapheme>Zelenskyj</grapheme><grapheme>Selenskyj</grapheme><alias>Selensky</alias></lexeme>
  <lexeme><grapheme>Kyjiw</grapheme><alias>Kiju</alias></lexeme>
  <lexeme><grapheme>Biden</grapheme><alias>Beiden</alias></lexeme>
  <lexeme><grapheme>Trump</grapheme><alias>Tramp</alias></lexeme>
  <lexeme><grapheme>Guterres</grapheme><alias>Guterresch</alias></lexeme>
  <lexeme><grapheme>Vučić</grapheme><alias>Wutschitsch</alias></lexeme>
  <lexeme><grapheme>Erdoğan</grapheme><grapheme>Erdogan</grapheme><alias>Erdoahn</alias></lexeme>
  <lexeme><grapheme>Nguyen</grapheme><alias>Nujen</alias></lexeme>
  <lexeme><grapheme>Sánchez</grapheme><alias>Santsches</alias></lexeme>
  <lexeme><grapheme>Tbilisi</grapheme><alias>Tbilissi</alias></lexeme>
  <lexeme><grapheme>Chișinău</grapheme><alias>Kischinau</alias></lexeme>
  <lexeme><grapheme>Johnson</grapheme><alias>Dschonnson</alias></lexeme>
  <lexeme><grapheme>Washington</grapheme><alias>Woschington</alias></lexeme>
  <lexeme><grapheme>Bordeaux</grapheme><alias>Bordo</alias></lexeme>
  <lexeme><grapheme>Marseille</grapheme><alias>Marseij</alias></lexeme>
</lexicon>

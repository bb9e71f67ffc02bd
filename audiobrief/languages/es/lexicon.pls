<?xml version="1.0" encoding="UTF-8"?>
<lexicon version="1.0" xmlns="http://www.w3.org/2005/01/pronunciation-lexicon" alphabet="ipa" xml:lang="es">
  <lexeme><grapheme>Macron</grapheme><alias>Macrón</alias></lexeme>
  <lexeme><grapheme>Scholz</grapheme><alias>Sholts</alias></lexeme>
  <lexeme><grapheme>von der Leyen</grapheme><alias>fon der Láyen</alias></lexeme>
  <lexeme><grapheme>Xi Jinping</grapheme><alias>Chi Yinpin</alias></lexeme>
  <lexeme><grapheme>Kiev</grapheme><alias>Kíev</alias></lexeme>
  <lexeme><grapheme>Biden</grapheme><alias>Báiden</alias></lexeme>
  <lexeme><grapheme>Trump</grapheme><alias>Tramp</alias></lexeme>
  <lexeme><grapheme>Sunak</grapheme><alias>Súnak</alias></lexeme>
  <lexeme><grapheme>Starmer</grapheme><alias>Stármer</alias></lexeme>
  <lexeme><grapheme>Johnson</grapheme><alias>Yonson</alias></lexeme>
  <lexeme><grapheme>Erdogan</grapheme><grapheme>Erdoğan</grapheme><alias>Érdoan</alias></lexeme>
  <lexeme><grapheme>Netanyahu</grapheme><alias>Netaniáju</alias></lexeme>
  <lexeme><grapheme>Merz</grapheme><alias>Merts</alias></lexeme>
  <lexeme><grapheme>Houston</grapheme><alias>Jiúston</alias></lexeme>
</lexicon>

<?xml version="1.0" encoding="UTF-8"?>
<lexicon version="1.0" xmlns="http://www.w3.org/2005/01/pronunciation-lexicon" alphabet="ipa" xml:lang="fr">
  <lexeme><grapheme>Borrell</grapheme><alias>Borel</alias></lexeme>
  <lexeme><grapheme>Zelensky</grapheme><alias>Zelennski</alias></lexeme>
  <lexeme><grapheme>Scholz</grapheme><alias>Cholts</alias></lexeme>
  <lexeme><grapheme>von der Leyen</grapheme><alias>fonn dère Lailleune</alias></lexeme>
  <lexeme><grapheme>Xi Jinping</grapheme><alias>Chi Djinnpingue</alias></lexeme>
  <lexeme><grapheme>Sunak</grapheme><alias>Sounak</alias></lexeme>
  <lexeme><grapheme>Biden</grapheme><alias>Baïdeune</alias></lexeme>
  <lexeme><grapheme>Trump</grapheme><alias>Treumpe</alias></lexeme>
  <lexeme><grapheme>Erdogan</grapheme><grapheme>Erdoğan</grapheme><alias>Erdoanne</alias></lexeme>
  <lexeme><grapheme>Guterres</grapheme><alias>Goutéresse</alias></lexeme>
  <lexeme><grapheme>Orban</grapheme><grapheme>Orbán</grapheme><alias>Orbanne</alias></lexeme>
  <lexeme><grapheme>Vučić</grapheme><alias>Voutchitch</alias></lexeme>
  <lexeme><grapheme>Merz</grapheme><alias>Mertse</alias></lexeme>
  <lexeme><grapheme>Meloni</grapheme><alias>Méloni</alias></lexeme>
  <lexeme><grapheme>Starmer</grapheme><alias>Starmeur</alias></lexeme>
  <lexeme><grapheme>Washington</grapheme><alias>Ouachinnetonne</alias></lexeme>
  <lexeme><grapheme>Blinken</grapheme><alias>Blinnkeune</alias></lexeme>
</lexicon>

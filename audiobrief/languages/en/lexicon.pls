<?xml version="1.0" encoding="UTF-8"?>
<lexicon version="1.0" xmlns="http://www.w3.org/2005/01/pronunciation-lexicon" alphabet="ipa" xml:lang="en">
  <lexeme><grapheme>Borrell</grapheme><alias>Borrel</alias></lexeme>
  <lexeme><grapheme>Dushanbe</grapheme><alias>Dooshahn bay</alias></lexeme>
  <lexeme><grapheme>von der Leyen</grapheme><alias>fon dare Lyen</alias></lexeme>
  <lexeme><grapheme>Leyen</grapheme><alias>Lyen</alias></lexeme>
  <lexeme><grapheme>Kyiv</grapheme><grapheme>Kiev</grapheme><alias>Keev</alias></lexeme>
  <lexeme><grapheme>Zelenskyy</grapheme><grapheme>Zelenskiy</grapheme><alias>Zelensky</alias></lexeme>
  <lexeme><grapheme>Xi Jinping</grapheme><alias>Shee Jin ping</alias></lexeme>
  <lexeme><grapheme>Xi</grapheme><alias>Shee</alias></lexeme>
  <lexeme><grapheme>Erdogan</grapheme><grapheme>Erdoğan</grapheme><alias>Airdoe ahn</alias></lexeme>
  <lexeme><grapheme>Nguyen</grapheme><alias>Win</alias></lexeme>
  <lexeme><grapheme>Qatar</grapheme><alias>Kah tar</alias></lexeme>
  <lexeme><grapheme>Qatari</grapheme><alias>Kah tari</alias></lexeme>
  <lexeme><grapheme>Ashgabat</grapheme><alias>Ashga baht</alias></lexeme>
  <lexeme><grapheme>Macron</grapheme><alias>Mah krohn</alias></lexeme>
  <lexeme><grapheme>Scholz</grapheme><alias>Sholts</alias></lexeme>
  <lexeme><grapheme>Lukashenka</grapheme><alias>Looka shenka</alias></lexeme>
  <lexeme><grapheme>Lukashenko</grapheme><alias>Looka shenko</alias></lexeme>
  <lexeme><grapheme>Japarov</grapheme><alias>Jah parov</alias></lexeme>
  <lexeme><grapheme>Toqaev</grapheme><grapheme>Tokayev</grapheme><alias>Toe kah yev</alias></lexeme>
  <lexeme><grapheme>Mirziyoev</grapheme><grapheme>Mirziyoyev</grapheme><alias>Meerzi yoyev</alias></lexeme>
  <lexeme><grapheme>Berdymukhammedov</grapheme><grapheme>Berdymukhamedov</grapheme><alias>Berdy moo hahmedov</alias></lexeme>
  <lexeme><grapheme>Rahmon</grapheme><grapheme>Rakhmon</grapheme><alias>Rah moan</alias></lexeme>
  <lexeme><grapheme>Pashinian</grapheme><grapheme>Pashinyan</grapheme><alias>Pashin yahn</alias></lexeme>
  <lexeme><grapheme>Aliyev</grapheme><alias>Ah lee yev</alias></lexeme>
  <lexeme><grapheme>Saakashvili</grapheme><alias>Sahkash veely</alias></lexeme>
  <lexeme><grapheme>Zurabishvili</grapheme><grapheme>Zourabichvili</grapheme><alias>Zoorabish veely</alias></lexeme>
  <lexeme><grapheme>Kobakhidze</grapheme><alias>Kobah heed zeh</alias></lexeme>
  <lexeme><grapheme>Ivanishvili</grapheme><alias>Eevanish veely</alias></lexeme>
  <lexeme><grapheme>Navalny</grapheme><alias>Nah vahlny</alias></lexeme>
  <lexeme><grapheme>Navalnaya</grapheme><alias>Nah vahl na yah</alias></lexeme>
  <lexeme><grapheme>Lavrov</grapheme><alias>Lavroff</alias></lexeme>
  <lexeme><grapheme>Kadyrov</grapheme><alias>Kah deerov</alias></lexeme>
  <lexeme><grapheme>Tsikhanouskaya</grapheme><grapheme>Tikhanovskaya</grapheme><alias>Teekah noffska yah</alias></lexeme>
  <lexeme><grapheme>Kalesnikava</grapheme><alias>Kah lesni kah va</alias></lexeme>
  <lexeme><grapheme>Fico</grapheme><alias>Feetso</alias></lexeme>
  <lexeme><grapheme>Vucic</grapheme><grapheme>Vučić</grapheme><alias>Voochitch</alias></lexeme>
  <lexeme><grapheme>Orban</grapheme><alias>Orbahn</alias></lexeme>
  <lexeme><grapheme>Sunak</grapheme><alias>Soonack</alias></lexeme>
  <lexeme><grapheme>Merz</grapheme><alias>Mairts</alias></lexeme>
  <lexeme><grapheme>Baerbock</grapheme><alias>Bare bock</alias></lexeme>
  <lexeme><grapheme>Rutte</grapheme><alias>Rutta</alias></lexeme>
  <lexeme><grapheme>Kallas</grapheme><alias>Kahlass</alias></lexeme>
  <lexeme><grapheme>Guterres</grapheme><alias>Goo terresh</alias></lexeme>
  <lexeme><grapheme>Khamenei</grapheme><alias>Hahmenay</alias></lexeme>
  <lexeme><grapheme>Raisi</grapheme><alias>Rye eesy</alias></lexeme>
  <lexeme><grapheme>Pezeshkian</grapheme><alias>Pezesh key ahn</alias></lexeme>
  <lexeme><grapheme>Rouhani</grapheme><alias>Roh hahny</alias></lexeme>
  <lexeme><grapheme>Zarif</grapheme><alias>Zah reef</alias></lexeme>
  <lexeme><grapheme>Araghchi</grapheme><alias>Ah rock chee</alias></lexeme>
  <lexeme><grapheme>Houthi</grapheme><alias>Hoothy</alias></lexeme>
  <lexeme><grapheme>Houthis</grapheme><alias>Hoothies</alias></lexeme>
  <lexeme><grapheme>Lviv</grapheme><alias>Le veev</alias></lexeme>
  <lexeme><grapheme>Zaporizhzhya</grapheme><grapheme>Zaporizhzhia</grapheme><alias>Zaporeezhya</alias></lexeme>
  <lexeme><grapheme>Kherson</grapheme><alias>Hair son</alias></lexeme>
  <lexeme><grapheme>Mykolayiv</grapheme><grapheme>Mykolaiv</grapheme><alias>Micko lie eve</alias></lexeme>
  <lexeme><grapheme>Dnipro</grapheme><alias>Da nee pro</alias></lexeme>
  <lexeme><grapheme>Dnipropetrovsk</grapheme><alias>Da nee pro petroffsk</alias></lexeme>
  <lexeme><grapheme>Luhansk</grapheme><alias>Loo hahnsk</alias></lexeme>
  <lexeme><grapheme>Bakhmut</grapheme><alias>Bahk moot</alias></lexeme>
  <lexeme><grapheme>Avdiyivka</grapheme><grapheme>Avdiivka</grapheme><alias>Av dee eve ka</alias></lexeme>
  <lexeme><grapheme>Mariupol</grapheme><alias>Marry oo pole</alias></lexeme>
  <lexeme><grapheme>Chernihiv</grapheme><alias>Cherny heev</alias></lexeme>
  <lexeme><grapheme>Kharkiv</grapheme><alias>Harkiv</alias></lexeme>
  <lexeme><grapheme>Khmelnytskiy</grapheme><alias>Mel nitsky</alias></lexeme>
  <lexeme><grapheme>Ivano-Frankivsk</grapheme><alias>Eevano Fran kivsk</alias></lexeme>
  <lexeme><grapheme>Uzhhorod</grapheme><alias>Ooz horod</alias></lexeme>
  <lexeme><grapheme>Chisinau</grapheme><grapheme>Chișinău</grapheme><alias>Kishi now</alias></lexeme>
  <lexeme><grapheme>Bălți</grapheme><alias>Beltsy</alias></lexeme>
  <lexeme><grapheme>Transdniester</grapheme><alias>Trans nee ester</alias></lexeme>
  <lexeme><grapheme>Gagauzia</grapheme><alias>Gaga oozia</alias></lexeme>
  <lexeme><grapheme>Tbilisi</grapheme><alias>Tibby leesy</alias></lexeme>
  <lexeme><grapheme>Sukhumi</grapheme><alias>Soo hoomy</alias></lexeme>
  <lexeme><grapheme>Tskhinvali</grapheme><alias>Skin vahly</alias></lexeme>
  <lexeme><grapheme>Nakhichevan</grapheme><alias>Nah hitcha vahn</alias></lexeme>
  <lexeme><grapheme>Stepanakert</grapheme><alias>Steppa nah kert</alias></lexeme>
  <lexeme><grapheme>Gyumri</grapheme><alias>Goomry</alias></lexeme>
  <lexeme><grapheme>Khujand</grapheme><alias>Hoo jahnd</alias></lexeme>
  <lexeme><grapheme>Khorog</grapheme><alias>Ho rogue</alias></lexeme>
  <lexeme><grapheme>Khatlon</grapheme><alias>Haht lone</alias></lexeme>
  <lexeme><grapheme>Kabul</grapheme><alias>Kah bool</alias></lexeme>
  <lexeme><grapheme>Kunduz</grapheme><alias>Koon dooz</alias></lexeme>
  <lexeme><grapheme>Mazar-e Sharif</grapheme><alias>Mazar eh Shah reef</alias></lexeme>
  <lexeme><grapheme>Evin</grapheme><alias>Eh veen</alias></lexeme>
  <lexeme><grapheme>Isfahan</grapheme><alias>Isfa hahn</alias></lexeme>
  <lexeme><grapheme>Pristina</grapheme><alias>Prish teena</alias></lexeme>
  <lexeme><grapheme>Mitrovica</grapheme><alias>Mitro veetsa</alias></lexeme>
  <lexeme><grapheme>Podgorica</grapheme><alias>Podgor eetsa</alias></lexeme>
  <lexeme><grapheme>Srebrenica</grapheme><alias>Serebra neetsa</alias></lexeme>
  <lexeme><grapheme>Republika Srpska</grapheme><alias>Republika Serpska</alias></lexeme>
  <lexeme><grapheme>Izetbegovic</grapheme><alias>Izzet bego vitch</alias></lexeme>
  <lexeme><grapheme>Milosevic</grapheme><grapheme>Milošević</grapheme><alias>Meelosh evitch</alias></lexeme>
  <lexeme><grapheme>Karadzic</grapheme><grapheme>Karadžić</grapheme><alias>Karra jitch</alias></lexeme>
  <lexeme><grapheme>Mladic</grapheme><grapheme>Mladić</grapheme><alias>Mah lah ditch</alias></lexeme>
  <lexeme><grapheme>Djokovic</grapheme><alias>Joe kovitch</alias></lexeme>
  <lexeme><grapheme>Skopje</grapheme><alias>Skop yeh</alias></lexeme>
  <lexeme><grapheme>Uyghur</grapheme><alias>Wee goor</alias></lexeme>
  <lexeme><grapheme>Uyghurs</grapheme><alias>Wee goors</alias></lexeme>
  <lexeme><grapheme>Xinjiang</grapheme><alias>Shin jahng</alias></lexeme>
  <lexeme><grapheme>Urumqi</grapheme><alias>Oo room chee</alias></lexeme>
  <lexeme><grapheme>Riyadh</grapheme><alias>Ree yahd</alias></lexeme>
  <lexeme><grapheme>Rohingya</grapheme><alias>Roe hin jah</alias></lexeme>
  <lexeme><grapheme>Boluarte</grapheme><alias>Bolwahr tay</alias></lexeme>
  <lexeme><grapheme>Milei</grapheme><alias>Mee lay</alias></lexeme>
  <lexeme><grapheme>Duterte</grapheme><alias>Doo tair tay</alias></lexeme>
  <lexeme><grapheme>Jokowi</grapheme><alias>Joe koh wee</alias></lexeme>
  <lexeme><grapheme>Albanese</grapheme><alias>Alba neezy</alias></lexeme>
  <lexeme><grapheme>Kagame</grapheme><alias>Kah gah may</alias></lexeme>
  <lexeme><grapheme>Tigray</grapheme><alias>Tee gry</alias></lexeme>
  <lexeme><grapheme>Abiy</grapheme><alias>Abby</alias></lexeme>
  <lexeme><grapheme>Niamey</grapheme><alias>Nee ah may</alias></lexeme>
  <lexeme><grapheme>N'Djamena</grapheme><alias>In jah may nah</alias></lexeme>
  <lexeme><grapheme>Buttigieg</grapheme><alias>Boota judge</alias></lexeme>
  <lexeme><grapheme>Baikonur</grapheme><alias>Bike oh noor</alias></lexeme>
  <lexeme><grapheme>Verkhovna Rada</grapheme><alias>Verhovna Rahda</alias></lexeme>
  <lexeme><grapheme>Novaya Gazeta</grapheme><alias>Novaya Gah zetta</alias></lexeme>
  <lexeme><grapheme>Meduza</grapheme><alias>Meh dooza</alias></lexeme>
  <lexeme><grapheme>Abkhazia</grapheme><alias>Ab kahzia</alias></lexeme>
  <lexeme><grapheme>Ufa</grapheme><alias>Oofah</alias></lexeme>
  <lexeme><grapheme>Gershkovich</grapheme><alias>Gursh kovitch</alias></lexeme>
  <lexeme><grapheme>Yoon Suk Yeol</grapheme><alias>Yoon Sook Yul</alias></lexeme>
  <lexeme><grapheme>Yanukovych</grapheme><alias>Yahnoo kovitch</alias></lexeme>
  <lexeme><grapheme>Tymoshenko</grapheme><alias>Timoshenko</alias></lexeme>
  <lexeme><grapheme>Zaluzhny</grapheme><alias>Zah loozhny</alias></lexeme>
  <lexeme><grapheme>Kuleba</grapheme><alias>Koolebba</alias></lexeme>
  <lexeme><grapheme>Sybiha</grapheme><alias>Sibby ha</alias></lexeme>
  <lexeme><grapheme>Atambaev</grapheme><grapheme>Atambayev</grapheme><alias>Atam bye ev</alias></lexeme>
  <lexeme><grapheme>Nazarbaev</grapheme><grapheme>Nazarbayev</grapheme><alias>Nazar bye ev</alias></lexeme>
  <lexeme><grapheme>Jeenbekov</grapheme><alias>Jayn bekov</alias></lexeme>
  <lexeme><grapheme>Karimov</grapheme><alias>Kah reemoff</alias></lexeme>
  <lexeme><grapheme>Gulnara</grapheme><alias>Gool nahra</alias></lexeme>
  <lexeme><grapheme>Ghani</grapheme><alias>Gahny</alias></lexeme>
  <lexeme><grapheme>Tajik</grapheme><alias>Tah jeek</alias></lexeme>
  <lexeme><grapheme>Tajiks</grapheme><alias>Tah jeeks</alias></lexeme>
  <lexeme><grapheme>Issyk-Kul</grapheme><alias>Issik Kool</alias></lexeme>
  <lexeme><grapheme>Charles Michel</grapheme><alias>Sharl Mee shell</alias></lexeme>
  <lexeme><grapheme>Bundestag</grapheme><alias>Boonda stahg</alias></lexeme>
  <lexeme><grapheme>Sejm</grapheme><alias>Same</alias></lexeme>
  <lexeme><grapheme>Wroclaw</grapheme><grapheme>Wrocław</grapheme><alias>Vrots wahf</alias></lexeme>
  <lexeme><grapheme>Łódź</grapheme><alias>Woodge</alias></lexeme>
  <lexeme><grapheme>Kaczynski</grapheme><grapheme>Kaczyński</grapheme><alias>Kachinski</alias></lexeme>
  <lexeme><grapheme>Morawiecki</grapheme><alias>Mora vee etsky</alias></lexeme>
  <lexeme><grapheme>Sikorski</grapheme><alias>She korsky</alias></lexeme>
</lexicon>

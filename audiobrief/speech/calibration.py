"""What a voice says when its loudness is measured: about eight seconds of plain prose in its language."""

from __future__ import annotations

from audiobrief.speech.voice_match import parse

_TEXTS = {
    "en": "The town council met on Monday evening and agreed to repair the old bridge before winter. "
    "Work will begin in March, and the road along the river stays open.",
    "de": "Der Gemeinderat hat am Montagabend beschlossen, die alte Brücke noch vor dem Winter zu reparieren. "
    "Die Arbeiten beginnen im März, die Straße am Fluss bleibt offen.",
    "fr": "Le conseil municipal a décidé lundi soir de réparer le vieux pont avant l'hiver. "
    "Les travaux commenceront en mars et la route le long de la rivière restera ouverte.",
    "es": "El consejo municipal decidió el lunes por la noche reparar el viejo puente antes del invierno. "
    "Las obras empiezan en marzo y la carretera junto al río sigue abierta.",
    "pt": "O conselho municipal decidiu na segunda-feira à noite reparar a velha ponte antes do inverno. "
    "As obras começam em março e a estrada ao longo do rio continua aberta.",
    "it": "Il consiglio comunale ha deciso lunedì sera di riparare il vecchio ponte prima dell'inverno. "
    "I lavori cominciano a marzo e la strada lungo il fiume resta aperta.",
    "nl": "De gemeenteraad heeft maandagavond besloten de oude brug nog voor de winter te herstellen. "
    "Het werk begint in maart en de weg langs de rivier blijft open.",
    "pl": "Rada miasta postanowiła w poniedziałek wieczorem naprawić stary most jeszcze przed zimą. "
    "Prace zaczną się w marcu, a droga wzdłuż rzeki pozostanie otwarta.",
    "cs": "Městská rada v pondělí večer rozhodla opravit starý most ještě před zimou. "
    "Práce začnou v březnu a silnice podél řeky zůstane otevřená.",
    "ru": "Городской совет в понедельник вечером решил отремонтировать старый мост ещё до зимы. "
    "Работы начнутся в марте, а дорога вдоль реки останется открытой.",
    "uk": "Міська рада в понеділок увечері вирішила відремонтувати старий міст ще до зими. "
    "Роботи почнуться в березні, а дорога вздовж річки залишиться відкритою.",
    "bg": "Градският съвет реши в понеделник вечерта да поправи стария мост преди зимата. "
    "Работата започва през март, а пътят край реката остава отворен.",
    "sr": "Градско веће је у понедељак увече одлучило да поправи стари мост пре зиме. "
    "Радови почињу у марту, а пут поред реке остаје отворен.",
    "hr": "Gradsko vijeće je u ponedjeljak navečer odlučilo popraviti stari most prije zime. "
    "Radovi počinju u ožujku, a cesta uz rijeku ostaje otvorena.",
    "bs": "Gradsko vijeće je u ponedjeljak navečer odlučilo popraviti stari most prije zime. "
    "Radovi počinju u martu, a cesta uz rijeku ostaje otvorena.",
    "ro": "Consiliul local a hotărât luni seara să repare podul vechi înainte de iarnă. "
    "Lucrările încep în martie, iar drumul de lângă râu rămâne deschis.",
    "hu": "A városi tanács hétfő este úgy döntött, hogy még a tél előtt megjavítja a régi hidat. "
    "A munka márciusban kezdődik, a folyó menti út nyitva marad.",
    "tr": "Belediye meclisi pazartesi akşamı eski köprüyü kıştan önce onarmaya karar verdi. "
    "Çalışmalar mart ayında başlıyor, nehir boyunca uzanan yol açık kalıyor.",
    "sv": "Kommunen beslutade på måndagskvällen att laga den gamla bron före vintern. "
    "Arbetet börjar i mars och vägen längs floden är öppen.",
    # Voices that cannot count: their digits are silent, or kill the engine.
    "kl": "Kalaallit Nunaat nunarsuarmi qeqertani annersaavoq. Nuuk illoqarfiit annersaraat. " * 2,
    "cv": "Чӑваш чӗлхи – тӗрӗк чӗлхи. Шупашкар – Чӑваш Енӗн тӗп хули. " * 2,
    "chr": "ᏣᎳᎩ ᎦᏬᏂᎯᏍᏗ. ᎣᏏᏲ, ᏙᎯᏧ. " * 5,
}  # fmt: skip

_COUNT = ", ".join(map(str, range(1, 21))) + "."
"""Every voice can count."""


def calibration_text(language: str) -> str:
    """At least six seconds of speech at rate 1 in the tag's language; digits where we have no text in it."""
    return _TEXTS.get(parse(language).language, _COUNT)

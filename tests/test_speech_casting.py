"""Casts, and which voice speaks a language."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import metadata
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from audiobrief.errors import EngineUnavailable, UsageError
from audiobrief.model import Clip, Role, Segment, Utterance
from audiobrief.speech import Engine, EngineVoice, cast_file, casting
from audiobrief.speech.calibration import calibration_text
from audiobrief.speech.cast_file import cast_names
from audiobrief.speech.espeak import Espeak
from audiobrief.speech.judged import chain, is_unclear, judged
from audiobrief.speech.tone import Tone
from audiobrief.speech.voice_match import language_name, neighbours, parse


class Reader(Engine):
    """An engine with voices and nothing else."""

    version = "1"

    def __init__(self, name: str, voices: dict[str, str], why_not: str | None = None) -> None:
        self.name = name
        self._voices = tuple(EngineVoice(voice, (tag,)) for voice, tag in voices.items())
        self.why_not = why_not

    def unavailable(self) -> str | None:
        return self.why_not

    def voices(self) -> tuple[EngineVoice, ...]:
        return self._voices

    def speak(self, utterance: Utterance, deadline_s: float = 60.0) -> Clip:
        raise NotImplementedError


ESPEAK = Espeak()
SYSTEM = Reader("pyttsx3", {"anna": "de-DE", "alex": "en-US", "kate": "en-GB", "fred": "en-US", "moira": "en-IE"})
HERE: dict[str, Engine] = {"pyttsx3": SYSTEM, "tone": Tone()}
needs_espeak = pytest.mark.skipif(ESPEAK.unavailable() is not None, reason="espeak cannot run here")


def test_every_cast_is_complete() -> None:
    assert set(cast_names()) >= {"espeak", "pyttsx3", "tone"}
    for name in ("pyttsx3", "tone"):
        cast = casting.cast_for(name, "en", available=HERE)
        assert cast.roles["body"]
        assert len(cast.quotes) >= 4
        assert cast.earcons == {"notice": "notice"}


@needs_espeak
def test_espeak_roles_and_quotes_have_voices_of_their_own() -> None:
    cast = casting.cast_for("espeak", "uk", available={"espeak": ESPEAK})
    heard = [cast.roles[role] for role in ("headline", "body", "caption", "notice")] + list(cast.quotes)
    assert len({(voice.name, voice.pitch) for voice in heard}) == 8
    assert all(voice.name.partition("+")[0] == "uk" for voice in heard)
    assert cast.voice(Segment(Role.QUOTE, "x", voice="quote-6")) == cast.quotes[1]


def test_without_a_name_the_first_engine_that_speaks_the_language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(casting, "preferred_order", lambda: ("espeak", "pyttsx3"))
    german_only = Reader("espeak", {"de": "de"})
    have: dict[str, Engine] = {"espeak": german_only, "pyttsx3": SYSTEM}
    assert casting.cast_for(None, "en", available=have).name == "pyttsx3"
    sick: dict[str, Engine] = {
        "espeak": Reader("espeak", {"en": "en"}, "it has no library. Install it."),
        "pyttsx3": SYSTEM,
    }
    assert casting.cast_for(None, "en", available=sick).name == "pyttsx3"
    with pytest.raises(EngineUnavailable, match="French"):
        casting.cast_for(None, "fr", available=have)
    with pytest.raises(EngineUnavailable, match="no engine can speak here"):
        casting.cast_for(None, "en", available={"espeak": Reader("espeak", {}, "it has no library. Install it.")})


def test_tone_and_servers_are_never_chosen_unasked() -> None:
    with pytest.raises(EngineUnavailable):
        casting.cast_for(None, "en", available={"tone": Tone()})
    assert casting.cast_for(None, "en", engine="tone", available=HERE).roles["body"].engine == "tone"


@needs_espeak
@pytest.mark.parametrize(
    ("tag", "named"), [("tg", "Tajik"), ("ps", "Pashto"), ("prs", "Dari"), ("fa-AF", "fa-AF"), ("ce", "Chechen")]
)
def test_a_language_without_a_voice_is_said_before_synthesis(tag: str, named: str) -> None:
    with pytest.raises(EngineUnavailable, match=f"language .*{named}.* no voice for it") as caught:
        casting.cast_for("espeak", tag, available={"espeak": ESPEAK})
    assert caught.value.exit_code == 5
    assert "nearest are" in caught.value.fact


@needs_espeak
@pytest.mark.parametrize(
    ("asked", "hint"),
    [
        ("en-us+f33", "en-us+f3"),
        ("nonsense", "voice nonsense"),
        ("xx+f3", "voice xx"),
        ("en-us+", "en-us"),
    ],
)
def test_an_unknown_voice_is_named_with_its_neighbours(asked: str, hint: str) -> None:
    with pytest.raises(UsageError, match="no such voice") as caught:
        casting.cast_for("espeak", "en", voice=asked, available={"espeak": ESPEAK})
    assert hint in str(caught.value)


@needs_espeak
def test_voice_and_rate_of_the_listener_shape_the_whole_cast() -> None:
    have: dict[str, Engine] = {"espeak": ESPEAK, "tone": Tone()}
    by_tag = casting.cast_for("espeak", "en", voice="en-GB+F2", available=have)
    assert by_tag.roles["body"].name == "en+f2"
    cast = casting.cast_for("espeak", "en", voice="en-gb-scotland", rate=1.5, available=have)
    assert {voice.name.partition("+")[0] for voice in (*cast.roles.values(), *cast.quotes)} == {"en-gb-scotland"}
    assert cast.roles["body"].rate == 1.5
    assert cast.roles["headline"].rate == pytest.approx(1.38)
    variant = casting.cast_for("espeak", "en", voice="espeak:en-us+f2", available=have)
    assert {voice.name for voice in variant.roles.values()} == {"en-us+f2"}
    assert casting.cast_for(None, "en", voice="espeak:de", available=have).roles["body"].name == "de+m6"
    assert casting.cast_for("espeak", "en", rate=3, available=have).roles["notice"].rate == 3


@needs_espeak
def test_a_voice_of_another_engine_or_language_may_be_named() -> None:
    have: dict[str, Engine] = {"pyttsx3": SYSTEM, "espeak": ESPEAK, "tone": Tone()}
    assert casting.cast_for(None, "en", voice="moira", available=have).roles["body"].engine == "pyttsx3"
    assert casting.cast_for(None, "en", voice="silence", available=have).name == "tone"
    tajik = casting.cast_for(None, "tg", voice="fa", available=have)  # on request, never by itself
    assert (tajik.roles["body"].name, tajik.language) == ("fa+m6", "tg")
    with pytest.raises(UsageError, match="no such voice"):
        casting.cast_for(None, "en", voice="nobody", available=have)


def test_other_voices_of_a_language_are_taken_in_turn() -> None:
    cast = casting.cast_for("pyttsx3", "en-US", available={"pyttsx3": SYSTEM})
    assert cast.roles["body"].name == "alex"
    with pytest.raises(UsageError):
        casting.cast_for("pyttsx3", "en", voice="nobody", available=HERE)


@pytest.mark.parametrize("rate", [0.1, 9.0])
def test_a_rate_out_of_range_is_refused(rate: float) -> None:
    with pytest.raises(UsageError, match="out of range"):
        casting.cast_for("tone", "en", rate=rate, available=HERE)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("about = 'x'\nengine = 'tone'\ncolour = 'red'\n[roles]\nbody = {}", "colour"),
        ("about = 'x'\nengine = 'tone'\n[roles]\nbody = {pich = 3}", "pich"),
        ("about = 'x'\nengine = 'tone'\n[roles]\nbody = {}\nheadlines = {}", "headlines"),
        ("about = 'x'\nengine = 'tone'\n[roles]\nheadline = {}", "body"),
        ("about = 'x'\n[roles]\nbody = {}", "engine"),
        ("about = 'x'\nengine = 'tone'\n[roles]\nbody = {rate = 'fast'}", "float"),
        ("about = ", "TOML|line|value"),
        ("about = 'x'\nengine = 'parrot'\n[roles]\nbody = {}", "parrot"),
        ("about = 'x'\nengine = 'tone'\n[roles]\nbody = {voice = 'loud'}", "loud"),
    ],
)
def test_a_cast_of_ones_own_is_read_strictly(tmp_path: Path, text: str, named: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(UsageError, match=named):
        casting.cast_for(str(path), "en", available=HERE)


def test_a_missing_cast_is_our_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        casting.cast_for(str(tmp_path / "none.toml"), "en", available=HERE)
    with pytest.raises(UsageError, match="espeak"):
        casting.cast_for("espaek", "en", available=HERE)
    with pytest.raises(UsageError, match="speaks with tone, not pyttsx3"):
        casting.cast_for("tone", "en", engine="pyttsx3", available=HERE)
    with pytest.raises(UsageError, match="engine parrot"):
        casting.cast_for(None, "en", engine="parrot", available=HERE)


def test_a_cast_may_differ_in_one_language_and_refuse_another(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(
        "about = 'x'\nengine = 'pyttsx3'\nlanguages = ['en', 'de']\nfallbacks = ['tone']\nquotes = [{}]\n"
        "[roles]\nbody = {}\nheadline = {rate = 0.9}\n"
        "[languages_own.de]\nquotes = [{rate = 1.2}, {}]\n[languages_own.de.roles]\nbody = {rate = 0.8}",
        "utf-8",
    )
    english = casting.cast_for(str(path), "en", available=HERE)
    german = casting.cast_for(str(path), "de-AT", available=HERE)
    assert (english.roles["body"].rate, len(english.quotes), english.name) == (1.0, 1, "mine")
    assert (german.roles["body"].rate, german.roles["headline"].rate, len(german.quotes)) == (0.8, 0.9, 2)
    assert german.roles["body"].name == "anna"
    with pytest.raises(EngineUnavailable, match="only for English"):
        casting.cast_for(str(path), "fr", available=HERE)
    assert casting.fallbacks_for(str(path)) == ("tone",)


RHVOICE = Reader("rhvoice", {"Anna": "ru", "Natia": "ka"})
ROBOT = Reader("espeak", {tag: tag for tag in ("en", "de", "ru", "ka")})


def test_the_chain_of_the_language_stands_by_or_the_casts_own_list() -> None:
    have: dict[str, Engine] = {**HERE, "rhvoice": RHVOICE, "espeak": ROBOT, "piper": Reader("piper", {"joe": "en"})}

    def names(language: str, own: tuple[str, ...] | None = None) -> list[str]:
        return [engine.name for engine in casting.standing_by(own, language, have)]

    assert casting.fallbacks_for("espeak", have) is None
    assert names("en") == ["piper", "espeak", "pyttsx3"]
    assert names("de") == ["espeak", "pyttsx3"]
    assert names("ru") == ["rhvoice", "espeak"]  # as the judges said
    assert names("ru", ("espeak", "tone")) == ["espeak"]  # silence never stands in
    assert names("ru", ()) == []


@pytest.mark.parametrize("cast", ["piper", "kokoro", "sherpa", "rhvoice", "openai", "wyoming", "pyttsx3", "mine.toml"])
def test_another_engine_speaks_what_a_cast_cannot_and_it_is_said(cast: str, tmp_path: Path) -> None:
    engine = "parlour" if cast == "mine.toml" else cast
    have: dict[str, Engine] = {engine: Reader(engine, {"jose": "es-MX"}), "espeak": ROBOT}
    if cast == "mine.toml":
        cast = str(tmp_path / cast)
        Path(cast).write_text("about = 'x'\nengine = 'parlour'\n[roles]\nbody = {}", "utf-8")
    told: set[str] = set()
    assert casting.cast_for(cast, "es", available=have).roles["body"].engine == engine
    german = casting.cast_for(cast, "de-AT", rate=2, available=have)
    assert (german.name, german.roles["body"].name, german.roles["body"].rate) == ("espeak", "de", 2)
    asked = ["es", "de-AT", "de", "ru", "tg"]
    assert list(casting.remarks(cast, asked, told, then="then more", available=have)) == [
        f"Cast {Path(cast).stem} has no voice for German (de-AT), espeak speaks it; there is a natural one: "
        "audiobrief voices install de-AT",
        f"Cast {Path(cast).stem} has no voice for Russian (ru), espeak speaks it and is hardly understood; "
        "there is a natural one: audiobrief voices install ru",
    ]
    assert not list(casting.remarks(cast, asked, told, available=have)), "once is enough"
    with pytest.raises(EngineUnavailable, match=f"Tajik.*{engine} has no voice"):
        casting.cast_for(cast, "tg", available=have)
    with pytest.raises(UsageError, match="voice de: "):  # who names a voice gets no other
        casting.cast_for(cast, "de", voice=f"{engine}:de", available=have)


def test_a_cast_may_say_who_stands_by_or_that_nobody_does(tmp_path: Path) -> None:
    have: dict[str, Engine] = {"parlour": Reader("parlour", {"joe": "en"}), "espeak": ROBOT, "rhvoice": RHVOICE}
    path = tmp_path / "mine.toml"

    def write(fallbacks: str) -> None:
        path.write_text(f"about = 'x'\nengine = 'parlour'\n{fallbacks}\n[roles]\nbody = {{}}", "utf-8")
        cast_file.read_cast.cache_clear()

    for fallbacks, engine in [("", "rhvoice"), ("fallbacks = ['espeak']", "espeak")]:
        write(fallbacks)
        assert casting.cast_for(str(path), "ru", available=have).roles["body"].engine == engine
    (line,) = casting.remarks(str(path), ["ru"], set(), available=have)
    assert "install" not in line, "Piper would not be asked"
    write("fallbacks = []")
    with pytest.raises(EngineUnavailable, match="parlour has no voice for it"):
        casting.cast_for(str(path), "ru", available=have)


def test_description_lists_engines_and_casts_with_reasons() -> None:
    have: dict[str, Engine] = {**HERE, "espeak": Reader("espeak", {}, "it has no library. Install it.")}
    engines, casts = casting.describe(have)
    assert {row.name: row.why_not for row in engines} == {
        "pyttsx3": None,
        "tone": None,
        "espeak": "it has no library. Install it.",
    }
    by_name = {row.name: row for row in casts}
    assert by_name["espeak"].why_not == "it has no library. Install it"
    assert [row.name for row in casts if row.is_default] == ["pyttsx3"]
    assert not any(row.is_default for row in casting.describe({"tone": Tone()})[1])


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("en", "en-us"),
        ("en-US", "en-us"),
        ("en_GB", "en"),
        ("en-AU", "en"),
        ("en-CA", "en-us"),
        ("EN-gb-scotland", "en-gb-scotland"),
        ("fr-CA", "fr"),
        ("fr-BE", "fr-be"),
        ("es-MX", "es-419"),
        ("es-ES", "es"),
        ("pt", "pt"),
        ("pt-BR", "pt-br"),
        ("sr-Latn", "sr"),
        ("sr-Cyrl-RS", "sr"),
        ("fa", "fa"),
        ("zh", "cmn"),
        ("zh-Hans-CN", "cmn"),
        ("zh-HK", "yue"),
        ("zh-yue", "yue"),
        ("no", "nb"),
        ("iw", "he"),
        ("ky-KG", "ky"),
        ("vi", "vi"),
        ("tg", None),
        ("ps", None),
        ("prs", None),
        ("fa-AF", None),
        ("crh", None),
        ("kaa", None),
        ("", None),
        ("-", None),
    ],
)
@needs_espeak
def test_tags_find_their_espeak_voice(tag: str, expected: str | None) -> None:
    voice = ESPEAK.voice_for(tag)
    assert (voice.name if voice else None) == expected


def test_tags_are_read_and_named() -> None:
    assert parse("zh-Hant-HK").language == "yue"
    assert parse("sr-Latn-RS").script == "latn"
    assert parse("es-419").region == "419"
    assert parse("en-gb-x-rp").rest == "x-rp"
    assert language_name("tg") == "Tajik (tg)"
    assert language_name("zz-top") == '"zz-top"'
    assert neighbours("tg", ("en", "fa", "fa-latn")) == ("fa",)


def test_calibration_text_is_there_for_every_language() -> None:
    assert len(calibration_text("en-GB")) > 120
    assert calibration_text("ru") != calibration_text("en")
    assert calibration_text("ky") == calibration_text("tg")
    assert "20" in calibration_text("xx")


def test_an_engine_without_a_cast_gets_a_plain_one_of_its_voices() -> None:
    have: dict[str, Engine] = {"parlour": Reader("parlour", {"ann": "en", "ben": "en", "cleo": "fr"})}
    cast = casting.cast_for(None, "en", voice="parlour:ben", available=have)
    assert (cast.name, cast.roles["body"].name, cast.quotes[0].name) == ("parlour", "ben", "ann")
    cast = casting.cast_for("parlour", "en", available=have)
    assert [voice.name for voice in cast.quotes] == ["ben"] * 4
    assert casting.cast_for(None, "en", engine="parlour", available=have) == cast
    engine_rows, cast_rows = casting.describe(have)
    assert [row.name for row in engine_rows] == ["parlour"]
    assert next(row for row in cast_rows if row.name == "parlour").why_not is None


@pytest.fixture
def casts_of_packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of packages with a cast each, which entry points name."""
    for name, text in {
        "calm": 'about = "Slow"\nengine = "tone"\nroles.body = { rate = 0.8 }',
        "espeak": 'about = "x"\nengine = "tone"\nroles.body = {}',
        "torn": "about = ",
    }.items():
        (tmp_path / f"pack_{name}").mkdir()
        (tmp_path / f"pack_{name}" / f"{name}.toml").write_text(text)
    points = [EntryPoint(name, f"pack_{name}", "audiobrief.casts") for name in ("calm", "espeak", "torn", "gone")]
    monkeypatch.setattr(metadata, "entry_points", lambda group: points if group == "audiobrief.casts" else [])
    monkeypatch.syspath_prepend(tmp_path)
    cast_file._files.cache_clear()
    yield tmp_path
    cast_file._files.cache_clear()


def test_packages_bring_casts_and_cannot_break_or_replace_ours(casts_of_packages: Path) -> None:
    assert casting.cast_for("calm", "en", available=HERE).roles["body"].rate == 0.8
    assert cast_file.cast_path("espeak").parent != casts_of_packages / "pack_espeak"
    rows = {row.name: row for row in casting.describe(HERE)[1]}
    assert rows["calm"].why_not is None
    assert "is not a cast" in (rows["torn"].why_not or "")
    assert "gone" not in rows
    with pytest.raises(UsageError, match=r"torn\.toml: is not a cast"):
        casting.cast_for("torn", "en", available=HERE)


@needs_espeak
def test_a_language_that_is_hardly_understood_is_said_so_with_the_command() -> None:
    have: dict[str, Engine] = {"espeak": ESPEAK}
    hardly = "is hardly understood in the embedded voice; there is a natural one"
    assert list(casting.remarks("espeak", ["de", "ru", "uk", "tt"], set(), then="then more", available=have)) == [
        "There is a natural voice for German (de): audiobrief voices install de; then more",
        f"Russian (ru) {hardly}: audiobrief voices install ru; then more",
        f"Ukrainian (uk) {hardly}: audiobrief voices install uk; then more",
    ]


def test_what_the_judges_preferred_in_a_language_comes_before_what_it_beats() -> None:
    usual = ("piper", "espeak", "pyttsx3")
    assert chain("ru-RU", usual) == ("piper", "rhvoice", "espeak", "pyttsx3")
    assert chain("uk", usual) == chain("ru", usual)
    assert chain("en", usual) == chain("tg", usual) == usual
    have = {name: judged(name) for name in ("en", "ru", "tg")}
    assert have["en"]["piper"].word_errors < have["en"]["espeak"].word_errors
    assert not have["tg"]
    assert is_unclear("espeak", "ru-RU") and not is_unclear("rhvoice", "ru") and not is_unclear("espeak", "tg")

"""Pages that hold no article, in many languages; and articles that are about just that."""

from __future__ import annotations

import pytest

from audiobrief.errors import NothingToRead
from audiobrief.extract import read_article
from audiobrief.model import Article, Doubt, Page


def page(title: str, *texts: str, head: str = "", rest: str = "", h1: str | None = None) -> bytes:
    heading = title if h1 is None else h1
    body = "".join(f"<p>{text}</p>" for text in texts)
    html = (
        f'<!doctype html><html><head><meta charset="utf-8"><title>{title}</title>{head}</head>'
        f"<body><main><h1>{heading}</h1>{body}{rest}</main></body></html>"
    )
    return html.encode()


def read(body: bytes) -> Article:
    return read_article(Page("https://ledger.example/tides", body))


MISSING = (
    ("Page not found", "Sorry, the page that you requested does not exist. Go back to the home page."),
    ("404 | The Ledger", "The address may be mistyped, or the story has moved. Check the spelling and try once more."),
    ("Oops! Something went wrong", "The page you are looking for may have been removed. Return to the homepage."),
    ("Access Denied", "You don't have permission to access this page on this server. Reference #18.2f3e."),
    ("Seite nicht gefunden", "Die gesuchte Seite existiert nicht mehr. Zurück zur Startseite geht es hier entlang."),
    ("Fehler 404 – Hafenbote", "Bitte prüfen Sie die Adresse, oder nutzen Sie unsere Suche, um den Artikel zu finden."),
    ("Page introuvable", "La page que vous recherchez a été déplacée ou supprimée. Retour à l'accueil du journal."),
    ("Página no encontrada", "La página que busca ya no existe. Compruebe la dirección o vuelva a la portada."),
    ("Pagina non trovata", "L'articolo che stai cercando è stato rimosso. Torna alla home e riprova con la ricerca."),
    ("Página não encontrada", "A página que você procura não existe mais. Volte para a página inicial do jornal."),
    ("Pagina niet gevonden", "De pagina die u zoekt bestaat niet meer. Ga terug naar de homepage van de krant."),
    ("Sidan hittades inte", "Sidan du söker finns inte längre. Kontrollera adressen eller gå till startsidan."),
    ("Siden blev ikke fundet", "Siden du leder efter findes ikke længere. Gå tilbage til forsiden og prøv en søgning."),
    ("Fant ikke siden", "Siden du leter etter finnes ikke lenger. Gå tilbake til forsiden eller bruk søket vårt."),
    ("Sivua ei löytynyt", "Etsimääsi sivua ei ole. Tarkista osoite tai palaa etusivulle lukemaan päivän uutiset."),
    ("Nie znaleziono strony", "Strona, której szukasz, nie istnieje lub została usunięta. Wróć na stronę główną."),
    ("Stránka nenalezena", "Stránka, kterou hledáte, neexistuje nebo byla přesunuta. Vraťte se na hlavní stranu."),
    ("Страница не найдена", "Страница, которую вы ищете, удалена или перемещена. Вернитесь на главную страницу."),
    ("Сторінку не знайдено", "Сторінка, яку ви шукаєте, не існує або видалена. Поверніться на головну сторінку."),
    ("Sayfa bulunamadı", "Aradığınız sayfa kaldırılmış olabilir. Lütfen adresi kontrol edin ya da ana sayfaya dönün."),
    ("ページが見つかりません", "お探しのページは移動または削除された可能性があります。トップページへ。"),
    ("页面不存在", "您要访问的页面不存在或已被删除,请检查网址是否正确,或返回首页浏览今天的新闻。"),
    ("페이지를 찾을 수 없습니다", "요청하신 페이지가 삭제되었거나 주소가 변경되었습니다. 주소를 다시 확인해 주세요."),
    ("الصفحة غير موجودة", "الصفحة التي تبحث عنها تم حذفها أو تم نقلها. يمكنك العودة إلى الصفحة الرئيسية للجريدة."),
    ("Η σελίδα δεν βρέθηκε", "Η σελίδα που ζητήσατε δεν υπάρχει πια. Επιστροφή στην αρχική σελίδα της εφημερίδας."),
    ("הדף לא נמצא", "הדף שחיפשת לא קיים או הוסר מהאתר. אפשר לבצע חזרה לדף הבית ולהמשיך משם."),
    ("पृष्ठ नहीं मिला", "जिस पेज को आप खोज रहे हैं वह मौजूद नहीं है। कृपया होम पेज पर जाएं।"),
)  # fmt: skip


@pytest.mark.parametrize(("title", "text"), MISSING, ids=lambda text: text[:24])
def test_a_page_that_says_it_is_not_there(title: str, text: str) -> None:
    popular = "Here is what others read on the coast today, chosen by the night desk of the paper."
    with pytest.raises(NothingToRead, match="the site says that the page is not there"):
        read(page(title, text, popular))
    with pytest.raises(NothingToRead, match="the site says that the page is not there"):
        read(page(f"{title} - The Ledger", text, h1=title))


CHECKS = (
    ("Just a moment...", "ledger.example needs to review the security of your connection before you can go on."),
    ("Are you a robot?", "We noticed unusual traffic from your network. Complete the captcha to go on reading."),
    ("ledger.example", "Verify you are human by pressing the box below. This may take a few seconds to finish."),
    ("Sicherheitsprüfung", "Bitte bestätigen Sie, dass Sie kein Roboter sind, bevor es mit der Seite weitergeht."),
    ("Vérification de sécurité", "Nous devons vérifier que vous êtes un humain avant de vous montrer cette page."),
    ("Un momento", "Resuelva el captcha para confirmar que no es un robot. Después podrá seguir con la página."),
    ("Проверка безопасности", "Подтвердите, что вы не робот, чтобы перейти на страницу. Это займёт несколько секунд."),
    ("少々お待ちください", "あなたが人間であることを確認しています。この処理には数秒かかる場合があります。"),
)


@pytest.mark.parametrize(("title", "text"), CHECKS, ids=lambda text: text[:24])
def test_a_check_for_robots(title: str, text: str) -> None:
    with pytest.raises(NothingToRead, match="it is a check for robots"):
        read(page(title, text))


WALLS = (
    ("Before you continue", "We and our 843 partners store and access information on a device, such as unique IDs."),
    ("Your privacy", "We use cookies to give you the best experience. You can withdraw your consent at any time."),
    ("Willkommen", "Wir und unsere bis zu 191 Partner benötigen Ihre Zustimmung. Sie können alle akzeptieren."),
    ("Bienvenue", "Nous et nos 112 partenaires utilisons des cookies. Vous pouvez retirer votre consentement ici."),
    ("Aviso", "Nosotros y nuestros socios almacenamos datos. Puede retirar su consentimiento cuando quiera."),
    ("Avviso", "Noi e i nostri partner usiamo i cookie. Puoi ritirare il tuo consenso in ogni momento."),
    ("Welkom", "Wij en onze partners plaatsen cookies. Voor sommige doelen vragen wij uw toestemming."),
    ("Välkommen", "Vi och våra partner lagrar kakor på din enhet och läser dem för att visa annonser."),
    ("Witamy", "My i nasi partnerzy przechowujemy pliki cookie. Potrzebna jest Twoja zgoda na ich użycie."),
    ("Внимание", "Мы используем файлы cookie. Продолжая просмотр сайта, вы даёте ваше согласие на это."),
)


@pytest.mark.parametrize(("title", "text"), WALLS, ids=lambda text: text[:24])
def test_a_consent_page(title: str, text: str) -> None:
    with pytest.raises(NothingToRead, match="it is a consent page"):
        read(page(title, *[f"{text} {number}." for number in range(3)]))


SIGN_INS = (
    ("Sign in", "Don't have an account? Create an account with your e-mail and choose a password of your own."),
    ("Log in to continue | The Ledger", "Enter your email and password. Ask for help if you forgot your password."),
    ("Anmelden", "Noch kein Konto? Mit einem kostenlosen Konto lesen Sie alle Artikel der letzten dreißig Tage."),
    ("Se connecter", "Mot de passe oublié ? Vous pouvez en demander un autre par courrier électronique à tout moment."),
    ("Iniciar sesión", "¿Olvidaste tu contraseña? Te enviamos una nueva a la dirección de correo que nos diste."),
    ("Вход", "Забыли пароль? Мы отправим новый на адрес, который вы указали при регистрации на сайте."),
    ("ログイン", "パスワードをお忘れの方は、登録したメールアドレスを入力して再設定の手続きをしてください。"),
)  # fmt: skip


@pytest.mark.parametrize(("title", "text"), SIGN_INS, ids=lambda text: text[:24])
def test_a_page_to_sign_in(title: str, text: str) -> None:
    with pytest.raises(NothingToRead, match="it is a page to sign in"):
        read(page(title, text, rest='<form><input type="email"><input type="password"></form>'))


SEARCHES = (
    "Search results", "Search results for “ferry” | The Ledger", "Suchergebnisse für ferry", "Recherche : ferry",
    "Resultados de búsqueda", "Zoekresultaten voor ferry", "Результаты поиска", "「ferry」の検索結果",
)  # fmt: skip
FOUND = "The ferry to the outer islands is late again, and the harbour office does not yet know why it is."


@pytest.mark.parametrize("title", SEARCHES)
def test_the_results_of_a_search(title: str) -> None:
    box = '<form role="search"><input type="search" name="q" value="ferry"></form>'
    texts = [f"{FOUND} Part {number}." for number in range(12)]
    with pytest.raises(NothingToRead, match="results of a search"):
        read(page(title, *texts, rest=box))
    assert read(page(title, *texts)).blocks, "without a box that was searched with it may be an article"


@pytest.mark.parametrize(
    "text",
    [
        "You need to enable JavaScript to run this app.",
        "Bitte aktivieren Sie JavaScript, um diese Seite zu sehen.",
        "Veuillez activer JavaScript pour afficher cette page.",
        "Включите JavaScript, чтобы посмотреть эту страницу.",
        "このページを表示するにはJavaScriptを有効にしてください。",
    ],
)
def test_a_shell_that_a_script_fills(text: str) -> None:
    shell = f"<html><title>Ledger</title><body><noscript>{text}</noscript><div id=root></div></body></html>"
    with pytest.raises(NothingToRead):
        read(shell.encode())
    with pytest.raises(NothingToRead, match="JavaScript"):
        read(page("Ledger", text))


ABOUT = (
    ("Page not found: how a lost manuscript came to light", "The page was missing for two hundred years."),
    ("404 new homes for Norwick", "The council found room for 404 homes behind the old gas works on Tuesday."),
    ("Access denied – reporters wait outside the court", "Judges kept the doors shut for six hours on Monday."),
    ("Why is it always error 404?", "The number means that the page you are looking for does not exist, she said."),
    ("Error 404", "Our columnist lost her way in the archive and met a page that nobody had asked for since spring."),
    ("Are you a robot?", "The play at the harbour theatre asks this of its audience for two hours without a break."),
    ("I am not a robot: why captchas get harder", "Machines now solve the puzzle faster than the people it was for."),
    ("Just a moment", "A photographer spent ten years on one square metre of shore, and shows what he saw there."),
    ("New rules for cookies", "Sites must ask before they store cookies, the court said, and most do it badly so far."),
    ("How consent banners trick you", "Half of the banners hide the button that says no, a study of the coast finds."),
    ("We use cookies: a baker's answer", "She sells them with a chocolate edge and gives two to anybody who asks."),
    ("Sign in, please", "Guests of the island hotel still write their names into a book from 1911, in ink."),
    ("Search results", "Divers looked for the wreck for nine days and came back with a bell and a boot."),
    ("Search for missing sailors goes on", "Two boats and a helicopter were out again at first light on Sunday."),
    ("Results for the first quarter", "The ferry company carried nine percent more people than the year before."),
    ("Welcome back", "Storks returned to the church tower of Norwick on Friday, three weeks sooner than last year."),
    ("Sorry", "The mayor said the word eleven times in a speech of nine minutes, and meant it, he said later on."),
    ("Unavailable", "Plumbers are booked until March in four of five towns along the coast, a survey has found."),
    ("What your browser's JavaScript does all day", "Most pages now require JavaScript, and half use it to count."),
    ("Seite nicht gefunden: Archiv sucht ein Buch", "Im Stadtarchiv fehlt seit dem Umzug das Blatt mit dem Siegel."),
    ("Zugriff verweigert", "Ein Gericht hat der Behörde den Zugriff auf die Akten der Werft am Montag untersagt."),
    ("Warum Cookie-Banner nerven", "Wir klicken am Tag dreißig davon weg, sagt eine Forscherin aus Kiel im Gespräch."),
    ("Bin ich ein Roboter?", "In der Schule von Norwick lernen Kinder, wie eine Maschine das Bild einer Ampel kennt."),
    ("Erreur 404, le roman", "L'auteur raconte une ville où les adresses disparaissent l'une après l'autre."),
    ("Accès refusé", "Les pêcheurs n'ont plus le droit d'entrer dans la baie depuis lundi, a dit la préfecture hier."),
    ("Su consentimiento", "La ley exige desde el lunes que los hospitales expliquen cada prueba con palabras claras."),
    ("Página no encontrada, una exposición", "El museo del puerto muestra cartas que nunca llegaron a su destino."),
    ("Pagina non trovata", "Manca un foglio nel registro del porto, e con esso il nome della nave più vecchia."),
    ("Доступ запрещён", "Рыбакам с понедельника нельзя выходить в залив, сообщила администрация порта во вторник."),
    ("Åtkomst nekad", "Fiskarna får inte längre gå in i viken, beslutade länsstyrelsen på måndagen."),
    ("Strona nie istnieje", "W archiwum portu brakuje karty z roku 1911, a z nią nazwiska pierwszego kapitana promu."),
    ("私はロボットではありません", "港の劇場で始まった芝居は、観客に同じ問いを二時間も投げかけ続ける作品である。"),
    ("ログイン", "島の宿では今も、客が一九一一年から続く帳面に自分の名前を墨で書き込むことになっている。"),
    ("验证码", "研究人员发现,机器解答这类题目的速度已经超过了它原本要服务的人,而且差距还在扩大。"),
    ("오류", "항구의 시계는 사흘 동안 칠 분 늦게 갔고, 그동안 아무도 그것을 알아차리지 못했다고 한다."),
)  # fmt: skip
PLAIN = {
    "en": "The harbour office in Norwick said so on Tuesday, after a week in which nobody could explain the delay.",
    "de": "Das teilte das Hafenamt am Dienstag mit, nachdem eine Woche lang niemand die Verspätung erklären konnte.",
    "ja": "港の事務所が火曜日に明らかにした。一週間にわたって、誰もその理由を説明できなかったという。",
}
WITNESSES = (
    '<meta property="og:type" content="article">',
    '<meta name="author" content="Ann Reed">',
    '<meta property="article:published_time" content="2026-11-24T08:00:00Z">',
    '<script type="application/ld+json">{"@type":"NewsArticle","headline":"x"}</script>',
)


@pytest.mark.parametrize(("title", "text"), ABOUT, ids=lambda text: text[:24])
def test_an_article_about_such_pages_is_read(title: str, text: str) -> None:
    plain = [*PLAIN.values(), *(f"{PLAIN['en']} {number}." for number in range(3))]
    for head in ("", *WITNESSES):
        found = read(page(title, text, *plain, head=head))
        assert any(text[:30] in block.text for block in found.blocks)
        assert not found.warnings
    assert read(page(title, text, plain[0], head=WITNESSES[0])).blocks, "a short one that its page calls an article"


def test_a_wall_whose_page_names_an_article_is_warned_of() -> None:
    wall = [f"{WALLS[2][1]} {number}." for number in range(3)]
    found = read(page("Harbour fee to fall", *wall, head=WITNESSES[0]))
    assert [warning.doubt for warning in found.warnings] == [Doubt.NO_ARTICLE]

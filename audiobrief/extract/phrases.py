"""What news pages print around and inside their articles, in words: tables over text, per language.

Texts are compared in the form that :func:`fold` gives. All languages are tried at once, since a page's language is
often wrong or not said. The tables are data; nothing in them names a site.
"""

# ruff: noqa: E501
from __future__ import annotations

import re
from functools import lru_cache

from audiobrief.roles import Reason

_BLANKS = re.compile(r"\s+")
_MARKS = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "…": "..."})
_EDGES = " \t.:;,!?…|·•>»›→▶►✕×-–—[]()*\"'"


def fold(text: str) -> str:
    """Lower case, blanks folded, plain quotation marks, no punctuation at the edges."""
    return _BLANKS.sub(" ", text.translate(_MARKS)).casefold().strip(_EDGES)


# --- Whole short texts -------------------------------------------------------------------------------------------

_WHOLE: tuple[tuple[Reason, str], ...] = (
    # one string a language, phrases divided by "|"
    (
        Reason.PLAYER,
        "please wait|no media source currently available|no live streaming currently available|embed|"
        "embed share|the code has been copied to your clipboard|the url has been copied to your clipboard|"
        "the code has been copied|pop-out player|pop out player|play|pause|mute|unmute|settings|fullscreen|"
        "full screen|loading|loading video|loading player|play video|watch|listen|listen to this article|"
        "listen to article|listen to the article|listen to story|this article is read by an automated voice|"
        "video player is loading|current time|duration|remaining time|playback rate|now playing|up next|"
        "watch live|live stream|direct link|download|no compatible source was found for this media|"
        "this is a modal window|replay|skip ad|captions off|captions|subtitles|quality|speed|auto|"
        "audio|video|video unavailable|autoplay|listen now|1x|0:00|00:00|watch now|watch on youtube|"
        "view in browser|video playback is not supported on your device|media playback is unsupported on your device",
    ),
    (
        Reason.PLAYER,
        "artikel anhören|beitrag anhören|vorlesen|anhören|audio anhören|video abspielen|abspielen|"
        "video ansehen|jetzt anhören|inhalt wird geladen|bitte warten|wird geladen",
    ),
    (Reason.PLAYER, "écouter|écouter l'article|écouter cet article|lire la vidéo|regarder la vidéo|chargement"),
    (
        Reason.PLAYER,
        "escuchar|escuchar artículo|escuchar noticia|escucha este artículo|reproducir|cargando|ver vídeo|ver video",
    ),
    (
        Reason.PLAYER,
        "ascolta|ascolta l'articolo|ascolta questo articolo|guarda il video|riproduci|ouvir|ouça este artigo|"
        "ouvir artigo|carregando|luister|luister naar dit artikel|lyssna|lyssna på artikeln|lyt|lyt til artiklen",
    ),
    (
        Reason.PLAYER,
        "слушать|слушать статью|подождите|код скопирован|воспроизвести|загрузка|posłuchaj|odtwórz|"
        "haberi dinle|dinle|poslechnout|přehrát|استمع|پخش|کد کپی شد",
    ),
    (
        Reason.SHARE,
        "share|share this|share this article|share this story|share on facebook|share on twitter|share on x|"
        "share on whatsapp|share on linkedin|share via email|share with friends|print|print this article|email|"
        "email this article|copy link|link copied|copied|copy|tweet|pin|pin it|facebook|twitter|whatsapp|linkedin|"
        "reddit|telegram|pinterest|instagram|youtube|tiktok|flipboard|messenger|bluesky|threads|x|viber|tumblr|"
        "save|saved|save article|save this story|bookmark|gift this article|add to favorites|"
        "read later|send|like|likes|shares|comment|comments|view comments|leave a comment|show comments|"
        "post a comment|join the conversation|add a comment|see comments|subscribe to comments|"
        "share article|email article|print article|share options|share full article|sharing|report|"
        "share to facebook|share to twitter|click to copy|a link to this article has been copied|kommentar|"
        "open sharing options|open extended sharing|close extended sharing",
    ),
    (
        Reason.SHARE,
        "teilen|artikel teilen|beitrag teilen|drucken|kommentare|kommentieren|kommentar schreiben|link kopieren|"
        "link kopiert|merken|merkliste|per mail|per e-mail|e-mail|mailen|empfehlen|artikel drucken|"
        "auf facebook teilen|auf twitter teilen|auf x teilen|zur merkliste|feedback|versenden|"
        "artikel verschenken|verschenken|artikel merken|jetzt teilen",
    ),
    (
        Reason.SHARE,
        "partager|partager l'article|partager cet article|imprimer|commentaires|commenter|copier le lien|"
        "lien copié|envoyer par e-mail|enregistrer|offrir l'article|ajouter à vos favoris|envoyer",
    ),
    (
        Reason.SHARE,
        "compartir|comparte|imprimir|comentarios|comentar|copiar enlace|enviar por correo|guardar|"
        "condividi|stampa|commenti|commenta|copia link|salva|compartilhar|compartilhe|partilhar|comentários|salvar|"
        "delen|deel|deel dit artikel|reacties|afdrukken|dela|dela artikeln|skriv ut|kommentarer|del|del artikkel|"
        "udostępnij|komentarze|drukuj|kopiuj link|sdílet|diskuse|tisknout|paylaş|yazdır|yorumlar|поделиться|"
        "комментарии|распечатать|скопировать ссылку|поділитися|коментарі|друк|bagikan|cetak|シェア|共有|印刷|공유|인쇄|"
        "مشاركة|طباعة|اشتراک‌گذاری|چاپ|chia sẻ",
    ),
    (
        Reason.RELATED,
        "read more|read next|related|related articles|related stories|related story|related content|related news|"
        "related topics|more stories|more on this story|more on this|more from|see also|see more|also read|"
        "recommended|recommended for you|recommended reading|recommended stories|you may also like|"
        "you might also like|editor's picks|editors' picks|most read|most popular|trending|trending now|"
        "top stories|latest news|latest|popular|keep reading|continue reading|don't miss|must read|must reads|"
        "more like this|up next|in case you missed it|what to read next|more news|other stories|more coverage|"
        "from our partners|around the web|sponsored content|you may like|explore more|read this next|"
        "the latest|more to explore|related videos|related video|featured|previous|next|previous article|"
        "next article|previous post|next post|show more|load more|view all|see all|related items|more|more:|"
        "more about|more information|further reading|top news|most viewed|read|story continues|more on this topic|"
        "more videos|recent posts|recent stories|more in|more headlines|suggested reading|story continues below",
    ),
    (
        Reason.RELATED,
        "mehr zum thema|mehr dazu|lesen sie auch|lesen sie mehr|auch interessant|das könnte sie auch interessieren|"
        "das könnte dich auch interessieren|weiterlesen|weitere artikel|weitere themen|mehr|siehe auch|"
        "meistgelesen|meistgelesene artikel|zum thema|themen|empfohlen|empfehlungen|aktuelles|mehr nachrichten|"
        "mehr artikel|weitere nachrichten|passend zum thema|neueste artikel|mehr lesen|ähnliche artikel|"
        "verwandte artikel|verwandte themen|links zum thema|top-themen|mehr anzeigen|weitere informationen",
    ),
    (
        Reason.RELATED,
        "à lire aussi|lire aussi|voir aussi|sur le même sujet|lire la suite|articles liés|à voir aussi|"
        "les plus lus|dans la même rubrique|à découvrir|plus d'articles|en savoir plus|"
        "leer más|lea también|lee también|te puede interesar|relacionado|relacionadas|noticias relacionadas|"
        "más información|ver más|lo más leído|lo más visto|también te puede interesar|más noticias|"
        "leggi anche|leggi di più|per approfondire|articoli correlati|correlati|i più letti|"
        "leia mais|leia também|veja também|relacionados|mais lidas|saiba mais|notícias relacionadas|"
        "lees ook|lees meer|meer nieuws|meest gelezen|läs mer|läs också|läs även|mest läst|les mer|les også|"
        "læs også|læs mere|mest læste|lue myös|czytaj także|czytaj też|zobacz także|czytaj również|"
        "zobacz również|najczęściej czytane|čtěte také|přečtěte si|mohlo by vás zajímat|související|"
        "ilgili haberler|читайте также|читать также|по теме|ещё по теме|еще по теме|смотрите также|"
        "читайте також|дивіться також|baca juga|artikel terkait|berita terkait|olvasd el|citește și|"
        "関連記事|関連ニュース|あわせて読みたい|おすすめ記事|관련기사|관련 기사|相关新闻|相关阅读|اقرأ أيضا|اقرأ ايضا|مواضيع ذات صلة|"
        "مطالب مرتبط|بیشتر بخوانید|xem thêm|tin liên quan|đọc thêm",
    ),
    (
        Reason.PROMOTION,
        "subscribe|sign up|newsletter|newsletters|follow us|follow|donate|support us|become a member|"
        "get the app|download the app|download our app|app store|google play|subscribe now|sign up now|"
        "subscribe today|join us|join now|support our work|support our journalism|make a donation|"
        "get our newsletter|follow us on|notifications|get notifications|rss|add us on google|"
        "follow us on google news|add as preferred source on google|shop now|buy now|learn more|"
        "subscribe to our newsletter|sign up for our newsletter|email address|your email address|"
        "abonnieren|jetzt abonnieren|newsletter abonnieren|folgen|folgen sie uns|folge uns|anmelden|"
        "s'abonner|abonnez-vous|s'inscrire|suivez-nous|je m'abonne|suscríbete|suscribirse|síguenos|"
        "iscriviti|abbonati|seguici|assine|inscreva-se|siga-nos|abonneren|prenumerera|abonner|abonnement|"
        "subskrybuj|zapisz się|odebírat|abone ol|подписаться|подписывайтесь|підписатися|berlangganan|"
        "구독|구독하기|フォロー|フォローする|会員登録|اشترك|مشترک شوید",
    ),
    (
        Reason.ADVERTISEMENT,
        "advertisement|advertisements|advertising|ad|ads|sponsored|story continues below advertisement|"
        "article continues below advertisement|article continues after advertisement|"
        "advertisement - story continues below|advertisement - scroll to continue|"
        "scroll to continue|advertisement continue reading below|continue reading below|"
        "anzeige|werbung|anzeigen|publicité|publicidad|pubblicità|publicidade|advertentie|annons|annonse|"
        "annonce|mainos|reklama|reklam|реклама|iklan|广告|広告|pr|스폰서|광고|إعلان|آگهی|تبلیغات|quảng cáo|"
        "advertisement feature|report ad|report this ad|remove ads|paid content|ad feedback|"
        "la suite après la publicité|la suite après cette publicité|artikel wordt vervolgd na advertentie",
    ),
    (
        Reason.COMMENTS,
        "no comments yet|be the first to comment|log in to comment|leave a reply|cancel reply|reply|"
        "comments are closed|write a comment|all comments|newest|oldest|your comment|post comment|"
        "comments (0)|0 comments",
    ),
    (
        Reason.NAVIGATION,
        "home|menu|search|skip to content|skip to main content|skip to navigation|accessibility links|"
        "jump to navigation|back to top|top|close|open menu|sections|breadcrumb|breadcrumbs|back|go back|"
        "startseite|zum inhalt|zurück|nach oben|menü|suche|schließen|accueil|rechercher|fermer|retour|inicio|"
        "buscar|cerrar|volver|página inicial|início|fechar|cerca|chiudi|zoeken|sluiten|hem|sök|søk|"
        "hledat|szukaj|ana sayfa|ara|главная|поиск|меню|головна|пошук|beranda|ホーム|検索|검색|الرئيسية|بحث|خانه|جستجو|"
        "tags|topics|categories|filed under|posted in|tagged|schlagworte|schlagwörter|themen in diesem artikel|"
        "thèmes|temas|etiquetas|argomenti|tag|теги|теми|table of contents|contents|in this article|on this page|"
        "inhaltsverzeichnis|inhalt|sommaire|skip advertisement|skip past newsletter promotion",
    ),
    (
        Reason.IMAGE_LABEL,
        "16x9 image|4x3 image|1x1 image|site logo|logo|image|photo|picture|placeholder|placeholder image|"
        "featured image|hero image|thumbnail|view image in fullscreen|enlarge image|open image modal|"
        "view gallery|open gallery|expand|toggle caption|hide caption|zoom|close modal|image caption|"
        "image source|photo gallery|click to enlarge|show caption|caption|gallery|file photo|stock image|"
        "bild vergrößern|bild|bildunterschrift|foto|vollbild|agrandir|photo d'illustration|imagen|ampliar|"
        "immagine|imagem|фото|зображення|avatar|icon|author image|image with no caption|click to expand",
    ),
    (
        Reason.CONSENT,
        "accept|accept all|accept cookies|reject all|manage preferences|cookie settings|privacy settings|"
        "i agree|agree|manage cookies|alle akzeptieren|akzeptieren|zustimmen|einstellungen|accepter|"
        "tout accepter|accepter et continuer|aceptar|accetta|rifiuta|aceitar|accepteren|godkänn|akceptuję|"
        "souhlasím|kabul et|принять",
    ),
    (
        Reason.FORM,
        "log in|login|sign in|register|submit|my account|password|forgot password|create account|einloggen|"
        "registrieren|se connecter|connexion|iniciar sesión|accedi|entrar|inloggen|logga in|zaloguj się|"
        "přihlásit se|giriş yap|войти|увійти|masuk|ログイン|로그인|vote|view results",
    ),
    (
        Reason.METADATA,
        "published|updated|last updated|posted|by|listen|new|live|breaking news|breaking|exclusive|min read|"
        "stand|veröffentlicht|aktualisiert|publié le|mis à jour|publicado|actualizado",
    ),
    (
        Reason.PAYWALL,
        "already a subscriber|already a subscriber? log in|subscribe to continue reading|"
        "this content is for subscribers|subscriber only|subscribers only|premium|"
        "log in to continue reading|to continue reading|weiterlesen mit|jetzt weiterlesen|"
        "cet article est réservé aux abonnés|article réservé aux abonnés|réservé aux abonnés|"
        "contenido exclusivo para suscriptores|för prenumeranter",
    ),
)

# --- How texts begin ---------------------------------------------------------------------------------------------
# (reason, longest text in characters, pattern over the folded text)

_STARTS: tuple[tuple[Reason, int, str], ...] = (
    (Reason.PLAYER, 60, r"\d{1,2}:\d\d(:\d\d)?( ?[/·|-]? ?\d{1,2}:\d\d(:\d\d)?)*$"),
    (
        Reason.PLAYER,
        160,
        r"(the code has been copied|embed share|your browser does not support|to play this video|"
        r"please enable javascript|audio is for members|this audio is|video wird geladen|"
        r"your device does not support|ihr browser unterstützt|el navegador|no media source|"
        r"der artikel wird (dir|ihnen) vorgelesen|this article is available in audio)",
    ),
    (
        Reason.PLAYER,
        90,
        r"listen[ -]+\d+ ?min|listen to this (story|article|episode)|"
        r"(download|direct) (audio|link)\b|\d{1,2}:\d\d\b.{0,12}$",
    ),
    (
        Reason.RELATED,
        220,
        r"(read|see|view|find out|learn|watch|explore) (more|also|next)( (here|on|about|from))?\s*[:\-–|>]|"
        r"(read|see) also\b|also read\b|also on\b.{0,20}:|related( stor(y|ies)| articles?| news| coverage| content)?\s*[:\-–|]|"
        r"(further|recommended|suggested) reading\b|more (on|from) [^.]{0,40}:|"
        r"(you (may|might) (also )?(like|be interested))|don't miss\s*:|must[ -]read\s*:|"
        r"watch( this| now| the video)?\s*:|click here to read|read (our|the) (full|original)\b|"
        r"(join|see) the discussion\b|most read in\b|(click|tap) here (for|to)\b|"
        r"(lesen|hören|sehen) sie (auch|mehr|hier|dazu)\b|(lies|lest) auch\b|mehr (zum thema|dazu|lesen)\b|"
        r"(auch|ebenfalls) interessant\b|siehe auch\b|lesetipp\b|passend dazu\b|"
        r"(à )?(lire|voir|écouter) (aussi|également)\b|(sur le même sujet)\b|"
        r"(lea|lee|leer|mira|vea) (también|más)\b|te puede interesar\b|"
        r"(leggi|guarda) anche\b|(leia|veja|ouça) (também|mais)\b|(lees|bekijk|luister) (ook|meer)\b|"
        r"läs (också|även|mer)\b|les (også|mer)\b|læs (også|mere)\b|lue (myös|lisää)\b|"
        r"(czytaj|zobacz|przeczytaj) (także|też|również|więcej)\b|čtěte (také|též)|(přečtěte|poslechněte) si\b|"
        r"(читайте|смотрите|читать|см\.?) (также|ещё|еще|на эту тему)|(читайте|дивіться) також|"
        r"baca (juga|selengkapnya)\b|(اقرأ|شاهد) (أيضا|ايضا|المزيد)|(بیشتر|همچنین) بخوانید|"
        r"xem thêm\b|>>|関連記事|【関連|【あわせて",
    ),
    (
        Reason.PROMOTION,
        420,
        r"(sign|join) up (for|to|here)\b|subscribe (to|for|now|here|today)\b|"
        r"(get|receive) (the |our |all |breaking |daily |more )[^.]{0,70}(inbox|newsletter|app\b|alerts)|"
        r"(follow|like|find|join) (us|me|our|the [^.]{0,30}) on\b|follow @|support (our|independent|local|us)\b|"
        r"(please )?(consider )?(donat|becom)(e|ing) (a |to )(member|donor|subscriber|supporter|us\b)|"
        r"(download|get) (the|our) [^.]{0,30}app\b|want (more|to read more)\b.{0,90}(newsletter|inbox|subscribe|sign up)|"
        r"(thank you for|thanks for) (reading|signing up|subscribing)|"
        r"(our|the) [^.]{0,40}newsletters?\b.{0,80}(inbox|sign up|delivered|subscribe)|"
        r"stay (up to date|informed|on top|connected)\b|never miss\b|"
        r"(abonnieren|folgen) sie\b|(abonniere|folge|folgt) (uns|unseren|jetzt)|melden sie sich\b.{0,40}newsletter|"
        r"(abonnez|inscrivez|suivez|rejoignez)-(vous|nous)|(suscríbete|síguenos|suscribete|siguenos|únete)\b|"
        r"(iscriviti|seguici|abbonati)\b|(assine|inscreva-se|siga|receba)\b.{0,60}(newsletter|whatsapp|canal|redes|notícias)|"
        r"(подпи(сывайтесь|шитесь)|присоединяйтесь)\b|(підпис(уйтесь|уйтеся)|приєднуйтесь)|"
        r"(takip et|abone ol)|(ikuti|gabung)\b.{0,60}(whatsapp|channel|telegram|google news)|"
        r"(hat (ihnen|dir) (dieser|der) (artikel|beitrag)|did you (like|enjoy) (this|the)|if you (liked|enjoyed|like|value|appreciate) (this|our|what)|"
        r"vous avez aimé|ti è piaciuto|te ha gustado|gostou (do|desta)|unterstützen sie (uns|unsere))\b|"
        r".{0,120}\bsupport (our|local|independent|quality|the) (\w+ )?(journalism|newsroom|reporting)\b|"
        r"by (signing up|subscribing|entering your)|you can unsubscribe|"
        r"(email|e-mail) address\b.{0,30}$|(join|follow) .{0,40}\b(whatsapp|telegram)\b (channel|group|community)",
    ),
    (
        Reason.CONSENT,
        600,
        r"(we|this (site|website)|our (site|website)) uses? (cookies|third)|(this|the) (content|video|post|embed)[^.]{0,60}(cookies|consent)|"
        r"by (continuing|using) (to )?(use |browse )?(this|our) (site|website)|we (and our partners|value your privacy|need your consent)|"
        r"(an dieser stelle (finden|steht)|externer inhalt|empfohlener externer inhalt|empfohlener redaktioneller inhalt|"
        r"zur anzeige (dieses|von)|mit (ihrer|deiner) zustimmung|ich bin (damit )?einverstanden|wir (verwenden|benötigen) (cookies|ihre)|"
        r"dieser inhalt (stammt|kann)|um (diesen|dieses) (inhalt|video|element)|hier klicken, um den inhalt|"
        r"diese(r|s) externe|durch (aktivierung|klick)|wenn sie diesen inhalt)|"
        r"(ce|cette) (contenu|vidéo|site)[^.]{0,50}(cookies|bloqué)|(este|esta) (sitio|contenido|web)[^.]{0,40}cookies|"
        r"(questo|il) (sito|contenuto)[^.]{0,40}cookie|sayfada yer alan çerez|мы используем (файлы )?cookie",
    ),
    (
        Reason.ADVERTISEMENT,
        90,
        r"(advertisement|anzeige|werbung|publicité|publicidad|advertentie|sponsored( by)?)\b[^.]{0,40}$|"
        r"(article|story|text|content) continues? (below|after)\b|(der )?artikel (wird|geht) nach der (anzeige|werbung)|"
        r"after (the )?(ad|promotion)\b|we may earn (a )?commission",
    ),
    (
        Reason.PAYWALL,
        300,
        r"(to (read|continue)|you(r|'ve| have) reached|already (a )?(subscriber|member)|subscribe to (read|continue|unlock)|"
        r"this (article|content|story) is (for|only|reserved|exclusive|available to)[^.]{0,30}(subscribers|members)|"
        r"(jetzt )?weiterlesen (mit|für)|sie möchten (weiterlesen|diesen)|bereits (abonnent|kunde|registriert)|"
        r"(l'article|cet article|la suite) est réservée? |il vous reste \d+|déjà abonné|"
        r"(contenido|artículo) exclusivo para|¿ya eres suscriptor|dit artikel is (exclusief|alleen)|"
        r"материал доступен только|この記事は有料|残り\d+文字|有料会員)",
    ),
    (
        Reason.COMMENTS,
        120,
        r"(\d+|no|leave a|view|show|read|be the first to) comments?\b[^.]{0,30}$|(comments? (are|is) (closed|off|moderated))|"
        r"what do you think\b.{0,60}comments?|(let us|tell us what you|share your) (know|think|thoughts|views?)\b.{0,60}",
    ),
    (
        Reason.SHARE,
        90,
        r"(share|tweet|post|teilen|partager|compartir|condividi|compartilhar|paylaş|поделиться|udostępnij|sdílet)\b[^.]{0,24}"
        r"(facebook|twitter|whatsapp|linkedin|email|e-mail|mail|link|article|this|on x|artikel|article)\b.{0,30}$|"
        r"(copy|copied) (this )?(link|url)\b",
    ),
    (
        Reason.METADATA,
        60,
        r"\d+ ?(-|‑)?(min|mins|minute|minutes|minuten|минут[ыа]?|мин|minuti|minutos|minut|dk|分)\.?( ?(read|reading|lesezeit|de lecture|de lectura|di lettura|de leitura|leestijd|чтения|okuma|lästid|czytania|čtení|ago))?$|"
        r"(update|published|posted|veröffentlicht|aktualisiert|stand|publié|mis à jour|actualizado|publicado)d?( am| on| at| le| el)?:? \d[^a-z]{0,20}( ?[ap]\.?m\.?| uhr)?$|"
        r"(reading time|read time|lesezeit|lesedauer|temps de lecture|tiempo de lectura|tempo di lettura|tempo de leitura|"
        r"leestijd|время чтения|okuma süresi|lästid|czas czytania|doba čtení)\b|\d[\d.,]*[km]? (views|shares|reads|likes|aufrufe|vues|просмотр\w*)$|"
        r"(time to read|est\.? reading)",
    ),
    (
        Reason.FOOTER,
        300,
        r"((copyright )?©|copyright \(c\)|copyright \d{4}|all rights reserved|alle rechte vorbehalten|tous droits réservés|"
        r"todos los derechos reservados|tutti i diritti riservati|todos os direitos reservados|все права защищены)",
    ),
)

# --- What is kept, typed -----------------------------------------------------------------------------------------

_NOTICE = re.compile(
    r"(?:correction|clarification|editor'?s'? note|editors' note|note to readers|a note to readers|disclaimer|"
    r"publisher's note|trigger warning|content warning|warning: this (?:story|article)|updated? to (?:correct|clarify))s?\b"
    r"(?: \(?[^:]{0,40})?\s*[:\-–—,]"
    r"|(?:this|the) (?:article|story|post|piece|report|headline|version|column|item|page)[^.]{0,60}"
    r"(?:has been|have been|was|were) (?:since )?(?:updated|corrected|amended|clarified|edited|revised|changed)\b"
    r"|(?:an|the) (?:earlier|previous|original) version of (?:this|the)\b"
    r"|[^.]{0,80}\bha(?:s|ve) been (?:declared|designated|labell?ed|listed|recognized)[^.]{0,20} \"?(?:an? )?\"?"
    r"(?:undesirable organi[sz]ation|foreign agent)"
    r"|[^.]{0,80}\b(?:признан[аоы]?|внесен[аоы]?|включен[аоы]?)\b[^.]{0,60}(?:нежелательн|иностранн\w+ агент|иноагент)"
    r"|[^.]{0,80}(?:нежелательн\w+ организаци|иностранн\w+ агент)[^.]{0,60}"
    r"|if you are in russia\b.{0,200}"
    r"|(?:korrektur|richtigstellung|berichtigung|klarstellung|anmerkung der redaktion|anm\. d\. red|"
    r"hinweis der redaktion|transparenzhinweis|hinweis in eigener sache|redaktioneller hinweis)\b\s*[:.\-–—(]"
    r"|(?:in einer (?:früheren|vorherigen|ersten|älteren) (?:version|fassung)|wir haben (?:den artikel|diesen artikel|die stelle))\b"
    r"|(?:rectificati(?:f|on)|correctif|note de la rédaction|ndlr|précision)\b\s*[:.\-–—]"
    r"|(?:une (?:première|précédente) version|cet article a été (?:modifié|corrigé|mis à jour))\b"
    r"|(?:fe de erratas?|corrección|rectificación|aclaración|nota (?:del editor|de la redacción|de redacción))\b\s*[:.\-–—]"
    r"|(?:errata corrige|rettifica|nota (?:della redazione|do editor|da redação)|correção|errata)\b\s*[:.\-–—]"
    r"|(?:rectificatie|correctie|rättelse|förtydligande|rettelse|korjaus|sprostowanie|oprava|düzeltme|исправление|"
    r"уточнение|поправка|от редакции|примечание редакции|виправлення|від редакції|تصحيح|ملاحظة المحرر|تصحیح|訂正|정정|更正)"
    r"\s*[:：.\-–—]"
    r"|if you (?:are|live) in [^.]{3,200}\b(?:could|may|might) (?:face|be)\b"
    r"|(?:the|this) (?:interview|transcript|conversation|q&a|text|letter|article) (?:has been|was|is) (?:lightly )?(?:shortened|edited|condensed|translated|abridged)\b"
    r"|(?:paid for by|this (?:article|content|post|story) (?:is|was) (?:sponsored|paid for|produced (?:by|in partnership|with)|created (?:by|for)))\b"
    r"|(?:if you (?:or someone you know|are (?:having|struggling|affected|experiencing)))\b.{0,200}(?:help|call|lifeline|support|helpline)"
)

_CREDIT = re.compile(
    r"(?:\(?(?:additional |with additional |original |further )?(?:reporting|writing|editing|compiled|translation|translated|graphics?|"
    r"production|additional research|research) by\b[^\n]{0,300})$"
    r"|\(?(?:with )?(?:additional )?(?:reporting|material|files|contributions|information|input) (?:by|from)\b[^\n]{0,200}$"
    r"|\(?with (?:agencies|wires?|agency (?:reports|inputs)|inputs from [^.]{0,60}|(?:afp|ap|reuters|dpa|ansa|efe|tass)\b[^.]{0,40})$"
    r"|[^.]{0,160}\bcontributed (?:to this (?:report|story|article|piece|post)|reporting)\b[^\n]{0,80}$"
    r"|(?:written|edited|produced|reported|compiled|adapted) by [^\n.]{3,140}$"
    r"|\(?(?:mit (?:material|informationen|inhalten)(?: der| von)?(?: den)?(?: agentur\w*)?)\b[^\n]{0,120}$"
    r"|\(?(?:quellen?|source|fuente|fonte|bron|källa|kilde|źródło|zdroj|kaynak|источник|джерело|sumber|nguồn)\s*:\s*[^\n]{0,80}$"
    r"|\(?avec (?:afp|reuters|ap|agences?|belga|ats)\b[^\n]{0,40}$|\(?con información de\b[^\n]{0,80}$"
    r"|(?:\(?(?:dpa|afp|ap|apa|sda|ats|efe|ansa|belga|anp|reuters|tass|тасс|kna|epd|sid|pti|ani|upi|xinhua)"
    r"(?:[/, ]+(?:dpa|afp|ap|apa|sda|ats|efe|ansa|rtr|reuters|kna|epd|sid|lby|[a-z]{2,4}))*\)?)$"
    r"|\(?(?:автор|авторы|подготовил[аи]?|перевод|редактор)\s*:\s*[^\n]{0,80}$"
)

_LABEL = re.compile(
    r"(?:opinion|analysis|commentary|comment|op-ed|editorial|letter|letters|review|satire|humou?r|sponsored(?: content| post)?|"
    r"paid (?:content|post)|partner content|advertorial|advertisement feature|promoted|paid for by [^.]{0,60}|"
    r"sponsored by [^.]{0,60}|presented by [^.]{0,60}|in partnership with [^.]{0,60}|brand ?voice|state(?:-affiliated)? media|"
    r"press release|explainer|fact[ -]check|perspective|viewpoint|guest (?:post|essay|column)|obituary|"
    r"meinung|kommentar|analyse|glosse|satire|leitartikel|gastbeitrag|gastkommentar|kolumne|anzeige von [^.]{0,60}|pressemitteilung|"
    r"opinion|analyse|tribune|éditorial|chronique|satire|publi-?(?:rédactionnel|reportage)|contenu sponsorisé|"
    r"opinión|análisis|tribuna|columna|contenido patrocinado|opinione|analisi|commento|editoriale|contenuto sponsorizzato|"
    r"opinião|análise|coluna|opinie|column|åsikt|ledare|debatt|krönika|opinia|komentarz|felieton|komentář|názor|"
    r"görüş|мнение|аналитика|колонка|думка|opini|رأي|تحليل|نظر|社説|オピニオン)"
)


def _whole_table() -> dict[str, Reason]:
    table: dict[str, Reason] = {}
    for reason, phrases in _WHOLE:
        for phrase in phrases.split("|"):
            table.setdefault(fold(phrase), reason)
    table.pop("", None)
    return table


WHOLE = _whole_table()
"""Folded short text -> why it is not spoken."""

_START_RULES = tuple((reason, longest, re.compile(pattern)) for reason, longest, pattern in _STARTS)


def _row(folded: str) -> Reason | None:
    """A row of buttons: "Share Print Save"."""
    parts = folded.split()
    reasons = {WHOLE.get(part.strip(_EDGES)) for part in parts}
    return Reason.SHARE if len(parts) > 1 and Reason.SHARE in reasons and None not in reasons else None


@lru_cache(maxsize=4096)
def noise(text: str) -> Reason | None:
    """Why a short text is never part of an article, or null. Nothing longer than 600 characters is noise."""
    if len(text) > 600:
        return None
    folded = fold(text)
    if (reason := WHOLE.get(folded)) is not None:
        return reason
    if len(folded) < 60 and (reason := _row(folded)) is not None:
        return reason
    for reason, longest, pattern in _START_RULES:
        if len(folded) <= longest and pattern.match(folded):
            return reason
    return None


def is_notice(text: str) -> bool:
    """A correction, clarification, editor's note or legal notice of the publisher's."""
    return _NOTICE.match(fold(text[:400])) is not None


def is_credit(text: str) -> bool:
    """A line that says who reported, edited or delivered the article: "(Reporting by …; editing by …)"."""
    return len(text) <= 320 and _CREDIT.match(fold(text)) is not None


def is_label(text: str) -> bool:
    """The line that says what kind of piece this is: opinion, analysis, sponsored, satire."""
    return len(text) <= 80 and _LABEL.fullmatch(fold(text)) is not None

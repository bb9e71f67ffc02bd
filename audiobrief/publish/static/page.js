// An episode's page: what its text, its list and its address do with the bar (core.js and bar.js, which stand before
// this). All of it is in the page already (hidden), with its words and keys; without a script the browser's own player
// plays, the list of chapters jumps (media fragments), and the text is there to read.

(() => {
  const { clock, folded } = audiobriefCore;
  const find = (id) => document.getElementById(id);
  const audio = find("audio");
  const words = find("player").dataset;
  const text = find("transcript");
  const passages = [...text.querySelectorAll(".passage")];
  const episode = audiobriefCore.read(document);

  // The text, lit where it is heard

  let lit = null;
  const light = (sentence) => {
    lit?.classList.remove("spoken");
    if (!sentence) return;
    lit = sentence.element;
    lit.classList.add("spoken");
    bar.follow(lit, lit.closest(".passage"));
  };
  const playFrom = (element) => {
    const sentence = element.closest("[data-start]") ?? element.querySelector("[data-start]");
    if (sentence) player.playFrom(Number(sentence.dataset.start) / 1000);
  };
  text.addEventListener("click", (event) => {
    const place = event.target.closest(".passage, .chapter");
    if (!place || event.target.closest("a") || !getSelection().isCollapsed) return;
    playFrom(place.matches(".chapter") ? place.nextElementSibling : event.target.closest("[data-start]") ?? place);
  });
  text.addEventListener("keydown", (event) => bar.walk(event, passages, playFrom));

  // Searching

  let hit = -1;
  const query = find("query");
  const matches = find("matches");
  if (CSS.highlights) {
    const sheet = new CSSStyleSheet(); // not in style.css: checkers of CSS do not know this selector yet
    sheet.insertRule("::highlight(found) { background: var(--mark); color: var(--mark-ink); text-decoration: underline; }");
    document.adoptedStyleSheets.push(sheet);
  }
  const mark = (wanted) => {
    if (!CSS.highlights) return;
    const ranges = [];
    for (const { element, text } of wanted ? episode.sentences : []) {
      const node = element.firstChild;
      const plain = folded(text);
      if (element.childNodes.length !== 1 || node.nodeType !== 3 || plain.length !== text.length) continue;
      for (let at = plain.indexOf(wanted); at >= 0; at = plain.indexOf(wanted, at + wanted.length)) {
        const range = new Range();
        range.setStart(node, at);
        range.setEnd(node, at + wanted.length);
        ranges.push(range);
      }
    }
    CSS.highlights.set("found", new Highlight(...ranges));
  };
  const search = (step) => {
    const wanted = folded(query.value.trim());
    const hits = wanted ? passages.filter((passage) => folded(passage.textContent).includes(wanted)) : [];
    mark(wanted);
    text.querySelector(".hit")?.classList.remove("hit");
    hit = hits.length ? (Math.max(0, hit + step) + hits.length) % hits.length : -1;
    if (hits.length) {
      hits[hit].classList.add("hit");
      hits[hit].scrollIntoView({ block: "center" });
      bar.offer(hits[hit]);
      matches.textContent = matches.dataset.found.replace("{number}", hit + 1).replace("{count}", hits.length);
    } else matches.textContent = wanted ? matches.dataset.none : "";
  };
  query.addEventListener("input", () => {
    hit = -1;
    matches.textContent = "";
    if (!query.value) search(0);
  });
  query.addEventListener("keydown", (event) => {
    if (event.key === "Enter") search(1);
  });
  find("next-match").addEventListener("click", () => search(1));

  // The next episode: the one below this one in the feed's list, which may go on on older pages

  let next = null;
  const findNext = async () => {
    const own = location.pathname.split("/").at(-2);
    let isPassed = false;
    for (let page = new URL("../../index.html", location.href); page; ) {
      const list = new DOMParser().parseFromString(await (await fetch(page)).text(), "text/html");
      for (const link of list.querySelectorAll(".episodes h3 a")) {
        const address = new URL(link.getAttribute("href"), page);
        if (isPassed) return { address, title: link.textContent };
        isPassed = address.pathname.split("/").at(-2) === own;
      }
      const older = list.querySelector("a[rel=next]");
      page = older && new URL(older.getAttribute("href"), page);
    }
    return null;
  };
  const showNext = async () => {
    next = await findNext().catch(() => null); // from a disk no list can be read
    if (!next) return;
    const link = find("next").firstElementChild;
    link.href = next.address;
    link.textContent = link.dataset.next.replace("{title}", next.title);
    find("next").hidden = false;
  };

  // The bar

  const bar = audiobriefBar(document, episode, {
    sentence: light,
    chapter: (index) => {
      episode.chapters.forEach(({ element }, number) => {
        if (number === index) element.setAttribute("aria-current", "true");
        else element.removeAttribute("aria-current");
      });
    },
    ended: () => {
      if (next && find("play-on").checked) location.href = `${next.address.href}#play`;
    },
  });
  const { player, say } = bar;
  find("share").addEventListener("click", async () => {
    const address = new URL(`#t=${Math.floor(player.now())}`, location.href).href;
    history.replaceState(null, "", address);
    try {
      await navigator.clipboard.writeText(address);
      say(words.shared.replace("{time}", clock(player.now())));
    } catch {
      say(address); // to copy by hand; it stands in the address bar as well
    }
  });
  document.addEventListener("keydown", bar.press);
  document.addEventListener("click", (event) => {
    bar.closeElsewhere(event);
    const link = event.target.closest?.("a[data-ms]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    player.playFrom(Number(link.dataset.ms) / 1000);
  });
  audio.addEventListener("play", showNext, { once: true });

  // An address that names a moment begins there, also when it changes; otherwise it goes on where it was left: #t=83,
  // #t=1:23, #p8 (a passage), #s8-1 (a sentence)

  const moment = (hash) => {
    const time = /^#t=(?:npt:)?((?:\d+:){0,2}\d+(?:\.\d*)?)/.exec(hash)?.[1];
    if (time) return time.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
    const name = hash.slice(1);
    return episode.sentences.find((one) => one.passage === name || one.id === name)?.start;
  };
  const heed = () => {
    const asked = moment(location.hash);
    if (asked !== undefined) player.seek(asked);
    return asked !== undefined;
  };
  addEventListener("hashchange", heed);

  audio.removeAttribute("controls");
  find("player").hidden = find("search").hidden = false;
  bar.offer(passages[0] ?? text);
  const kept = player.place();
  if (!heed() && kept !== null) {
    player.seek(kept);
    say(words.resumed.replace("{time}", clock(kept)));
  }
  player.step();
  if (location.hash === "#play") player.play();
})();

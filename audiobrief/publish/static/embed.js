// <audiobrief-player episode="https://feed.example/episodes/slug/">a link, for browsers without it</audiobrief-player>
//
// The player for other people's pages: the bar of the episode's page, fetched with its words, times and style into a
// shadow of its own (the address of the sound is read there, too). Nothing of the page is touched until somebody presses
// Play. From then on its text is lit where it is spoken, without an element more (CSS.highlights), and plays from where
// it is clicked; one of its paragraphs is a stop of the Tab key. publish/embed.py puts core.js, bar.js and WORDS before this.

const NAME = "audiobrief-player";
const OTHER = "a, button, input, select, textarea, label, summary, [contenteditable]"; // what clicks are for themselves
const SHORT = 16; // letters: fewer may stand anywhere, so they count as whole words alone, and not by halves
const MOST = 9; // places where the same words are looked for
const MARK = /[^\s\p{L}\p{N}]/u;
const { clock, folded } = audiobriefCore;

// Where sentences stand in the text of this page, in their order. Letters and digits alone are compared, so that quotes,
// dashes, blanks, tags and links do not count; what is missing, and what stands between, does no harm.
const known = {};
const letters = (character) => (known[character] ??= folded(character).replace(/[^\p{L}\p{N}]/gu, ""));
const survey = (sentences) => {
  const spots = []; // of each letter: its node, and its place there
  let page = "";
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode()); ) {
    const around = node.parentElement;
    if (around.closest(`script, style, noscript, textarea, ${NAME}`) || around.checkVisibility?.() === false) continue;
    for (let at = 0; at < node.length; at += 1) {
      for (const letter of letters(node.data[at])) {
        page += letter;
        spots.push([node, at]);
      }
    }
  }
  const found = [];
  const isInWord = (at) => spots[at - 1]?.[0] === spots[at]?.[0] && spots[at][1] - spots[at - 1][1] < 2;
  const look = (sentence, text, isWhole) => {
    for (let at = -1, count = 0; (at = page.indexOf(text, at + 1)) >= 0 && count < MOST; count += 1) {
      const end = at + text.length;
      if (text.length < SHORT && (isInWord(at) || isInWord(end))) continue;
      found.push({ sentence, at, end, isWhole, sum: 0 });
    }
  };
  for (const sentence of sentences) {
    const text = sentence.text.split("").map(letters).join("");
    const half = text.length >> 1;
    const count = found.length;
    if (text) look(sentence, text, true);
    if (half < SHORT || found.length > count) continue;
    look(sentence, text.slice(0, half));
    look(sentence, text.slice(half));
  }

  // Of these the heaviest chain that is in order in both texts, and beside it what the reading moved elsewhere
  let last = { sum: 0 };
  const chosen = new Map();
  found.forEach((one, number) => {
    for (const other of found.slice(0, number)) {
      if (other.sentence === one.sentence || other.end > one.at || other.sum <= one.sum) continue;
      one.before = other;
      one.sum = other.sum;
    }
    one.sum += one.end - one.at;
    if (one.sum > last.sum) last = one;
    if (one.isWhole && one.end - one.at >= SHORT) chosen.set(one.sentence, one);
  });
  for (; last?.sentence; last = last.before) chosen.set(last.sentence, last);

  return sentences.flatMap((sentence) => {
    const own = chosen.get(sentence);
    const one = own ?? [...chosen.values()].find((other) => other.sentence.passage === sentence.passage);
    if (!one) return [];
    let [first, start] = spots[one.at];
    let [final, end] = spots[one.end - 1];
    let block = first.parentElement;
    while (getComputedStyle(block).display.startsWith("inline")) block = block.parentElement;
    const range = new Range();
    range.selectNodeContents(block);
    if (own?.isWhole) {
      while (MARK.test(first.data[start - 1])) start -= 1; // quotes and stops
      while (MARK.test(final.data[end + 1])) end += 1;
      range.setStart(first, start);
      range.setEnd(final, end + 1);
    }
    return { sentence, block, range, isWhole: own?.isWhole };
  });
};

const make = (name, facts, ...inside) => {
  const made = Object.assign(document.createElement(name), facts);
  made.append(...inside);
  return made;
};
// A document that knows its address. Some pages forbid to parse a text (Trusted Types), but not this.
const read = (address) =>
  new Promise((onload, onerror) => {
    const question = Object.assign(new XMLHttpRequest(), { onload, onerror });
    question.open("GET", address);
    question.responseType = "document";
    question.send();
  });
const sheetOf = (text) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  return sheet;
};
let heard; // the sound that plays: only one does

const build = (host, root, page, signal) => {
  const episode = audiobriefCore.read(page);
  const box = page.getElementById("player");
  const audio = make("audio", { id: "audio", src: page.getElementById("audio").src, preload: "none" });
  const { lang, dir } = page.documentElement;
  const frame = make("div", { id: "frame", lang, dir }, audio, box);
  box.hidden = false;
  root.replaceChildren(frame);

  let places; // of the sentences in this page, until it changes
  const where = () => (places ??= survey(episode.sentences));
  const changes = new MutationObserver(() => (places = null));
  let isStarted = false;
  let now;
  const light = () => {
    const one = isStarted && where().find(({ sentence }) => sentence === now);
    CSS.highlights?.set(NAME, new Highlight(...(one ? [one.range] : [])));
    if (one) bar.follow(one.range, one.block);
  };
  const start = () => {
    isStarted = true;
    changes.observe(document.body, { childList: true, characterData: true, subtree: true });
    if (kept) bar.say(box.dataset.resumed.replace("{time}", clock(kept)));
    else if (where()[0] && !player.settings.isTold) bar.say(page.getElementById("how").textContent);
    player.set("isTold", true);
    light();
  };

  // Where it is out of view while it plays, it is at the foot of the window
  let isSeen = true;
  const dock = (isAway) => {
    frame.style.minHeight = isAway ? `${frame.offsetHeight}px` : "";
    box.classList.toggle("docked", isAway);
    host.toggleAttribute("docked", isAway);
  };
  const view = new IntersectionObserver(([{ isIntersecting }]) => {
    isSeen = isIntersecting;
    if (isSeen || !audio.paused) dock(!isSeen);
  });
  view.observe(frame);

  const bar = audiobriefBar(root, episode, {
    sentence: (sentence) => {
      now = sentence;
      light();
    },
    playing: (isPlaying) => {
      if (!isPlaying) return;
      if (heard !== audio) heard?.pause();
      heard = audio;
      if (!isStarted) start();
      if (!isSeen) dock(true);
    },
  });
  const { player } = bar;
  const kept = player.place();
  if (kept) player.seek(kept);
  player.step();
  bar.find("there").href = page.URL;
  bar.find("close").onclick = () => {
    player.pause();
    dock(false);
  };

  const play = (one) => one && player.playFrom(one.sentence.start);
  const click = (event) => {
    const { target, clientX: x, clientY: y } = event;
    bar.closeElsewhere(event);
    if (!isStarted || event.defaultPrevented || target.closest(OTHER) || !getSelection().isCollapsed) return;
    const here = where().filter(({ block }) => block.contains(target));
    const isAt = (box) => box.left <= x && x <= box.right && box.top <= y && y <= box.bottom;
    play(here.find(({ range, isWhole }) => isWhole && [...range.getClientRects()].some(isAt)) ?? here[0]);
  };
  const press = (event) => {
    const passages = isStarted ? [...new Set(where().map(({ block }) => block))] : [];
    if (event.target !== host && !passages.includes(event.target)) return;
    bar.walk(event, passages, (passage) => play(where().find(({ block }) => block === passage)));
    bar.press(event);
  };
  document.addEventListener("click", click, { signal });
  document.addEventListener("keydown", press, { signal });
  signal.onabort = () => {
    player.pause();
    changes.disconnect();
    view.disconnect();
    bar.offer(null);
    CSS.highlights?.delete(NAME);
  };
};

class Player extends HTMLElement {
  static observedAttributes = ["episode"];
  root = this.attachShadow({ mode: "open" });
  connectedCallback() {
    this.show();
  }
  attributeChangedCallback() {
    if (this.ending) this.show();
  }
  disconnectedCallback() {
    this.ending.abort();
  }
  async show() {
    this.ending?.abort();
    const { signal } = (this.ending = new AbortController());
    const { lang, failed, there } = WORDS;
    const status = make("p", { role: "status", lang, dir: "auto" });
    this.root.replaceChildren(status, make("slot"));
    const address = this.getAttribute("episode");
    if (!address) return;
    try {
      const { response } = (await read(address)).target;
      const style = await fetch(response.querySelector("[rel=stylesheet]").href);
      const own = (await style.text()).replaceAll(":root", "#frame").replaceAll("rem", "em"); // their rem may be anything
      this.root.adoptedStyleSheets = [sheetOf(own)];
      if (!signal.aborted) build(this, this.root, response, signal);
    } catch {
      status.append(failed, " ", make("a", { href: address, textContent: there }));
    }
  }
}

if (!customElements.get(NAME)) {
  customElements.define(NAME, Player);
  document.adoptedStyleSheets.push(
    sheetOf(`
      ::highlight(${NAME}) { background: #ffe38a; color: #1a1a1a }
      html:has(${NAME}[docked]) { scroll-padding-bottom: 120px }
      html:has(${NAME}[docked])::after { content: ""; display: block; height: 120px }`),
  );
}

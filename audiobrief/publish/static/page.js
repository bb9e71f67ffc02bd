// An episode's page: what its bar, its text and its keys do with the core (core.js, which stands before this). All of
// it is in the page already (hidden), with its words and keys; without a script the browser's own player plays, the
// list of chapters jumps (media fragments), and the text is there to read.
"use strict";

(() => {
  const { clock, folded, moment } = audiobriefCore;
  const find = (id) => document.getElementById(id);
  const audio = find("audio");
  const bar = find("player");
  const words = bar.dataset;
  const text = find("transcript");
  const toggle = bar.querySelector("[data-action=toggle]");
  const passages = [...text.querySelectorAll(".passage")];
  const episode = audiobriefCore.read(document);
  episode.cover = new URL(episode.cover, location.href).href;

  let forgetting;
  const say = (words, isShown = true) => {
    clearTimeout(forgetting);
    find("status").textContent = words;
    find("status").classList.toggle("unseen", !isShown); // what the bar shows anyway is for the ear alone
    forgetting = setTimeout(() => say(""), 10_000);
  };

  // The text: lit where it is heard; one passage of it is a stop of the Tab key, the arrows go on from there

  let lit = null;
  let stop = null;
  const offer = (passage) => {
    stop?.removeAttribute("tabindex");
    stop = passage;
    stop.tabIndex = 0;
  };
  const isInView = (element, wholly) => {
    const box = element.getBoundingClientRect();
    const bottom = bar.getBoundingClientRect().top;
    return wholly ? box.top >= 0 && box.bottom <= bottom : box.bottom > 0 && box.top < bottom;
  };
  const light = (sentence) => {
    const reads = lit !== null && isInView(lit, false); // someone who looks elsewhere is not torn away
    lit?.classList.remove("spoken");
    if (!sentence) return;
    lit = sentence.element;
    lit.classList.add("spoken");
    if (reads && find("follow").checked && !isInView(lit, true)) lit.scrollIntoView({ block: "center" });
    if (!text.contains(document.activeElement)) offer(lit.closest(".passage"));
  };
  const move = (passage) => {
    if (!passage) return;
    offer(passage);
    passage.focus();
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
  text.addEventListener("keydown", (event) => {
    const at = passages.indexOf(event.target);
    if (at < 0 || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    if (event.key === "Enter") playFrom(event.target);
    else if (event.key === "ArrowDown") move(passages[at + 1]);
    else if (event.key === "ArrowUp") move(passages[at - 1]);
    else return;
    event.preventDefault();
  });

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
      offer(hits[hit]);
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

  const position = find("position");
  const told = {
    sentence: light,
    chapter: (index) => {
      episode.chapters.forEach(({ element }, number) => {
        if (number === index) element.setAttribute("aria-current", "true");
        else element.removeAttribute("aria-current");
      });
      find("chapter").textContent = episode.chapters[index]?.title ?? "";
    },
    playing: (isPlaying) => {
      toggle.title = isPlaying ? toggle.dataset.pause : toggle.dataset.play;
      toggle.setAttribute("aria-label", toggle.title);
      bar.classList.toggle("playing", isPlaying);
    },
    time: (time) => {
      const shown = `${clock(time)} / ${find("clock").dataset.length}`;
      if (find("clock").textContent === shown && position.hasAttribute("aria-valuetext")) return;
      position.value = Math.floor(time);
      find("clock").textContent = shown;
      position.setAttribute("aria-valuetext", shown);
    },
    speed: (speed) => {
      find("speed").value = String(speed);
    },
    sleep: (when) => {
      find("sleep").value = String(when);
    },
    ended: () => {
      if (next && find("play-on").checked) location.href = `${next.address.href}#play`;
    },
  };
  const player = audiobriefCore.player(audio, episode, (what, value) => told[what]?.(value));
  const chapter = (direction) => {
    player.chapter(direction);
    say(words.nowChapter.replace("{title}", find("chapter").textContent), false);
  };
  const pace = (change) => {
    change();
    say(words.speedNow.replace("{speed}", player.settings.speed), false);
  };
  const actions = {
    toggle: player.toggle,
    back: player.back,
    forward: player.forward,
    "previous-chapter": () => chapter(-1),
    "next-chapter": () => chapter(1),
    "previous-paragraph": () => player.passage(-1),
    "next-paragraph": () => player.passage(1),
    slower: () => pace(player.slower),
    faster: () => pace(player.faster),
  };
  for (const button of bar.querySelectorAll("button[data-action]")) {
    button.addEventListener("click", actions[button.dataset.action]);
  }
  position.addEventListener("input", () => player.seek(Number(position.value)));
  find("speed").addEventListener("change", (event) => player.setSpeed(Number(event.target.value)));
  find("sleep").addEventListener("change", ({ target }) => player.sleep(Number(target.value) || target.value));
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
  for (const box of bar.querySelectorAll("[data-skip]")) {
    box.checked = player.settings.skip[box.dataset.skip] === true;
    box.addEventListener("change", () => player.leaveOut(box.dataset.skip, box.checked));
  }
  for (const name of ["keys", "follow", "play-on"]) {
    find(name).checked = player.settings[name] !== false;
    find(name).addEventListener("change", (event) => player.set(name, event.target.checked));
  }

  // Keys

  const keys = new Map([...bar.querySelectorAll("[data-key]")].map(({ dataset }) => [dataset.key, actions[dataset.does]]));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && find("settings").open) {
      find("settings").open = false;
      find("settings").firstElementChild.focus();
    }
    const isTyping = event.target.closest?.("input:not([type=checkbox], [type=range]), textarea, select, [contenteditable]");
    if (!find("keys").checked || isTyping || event.ctrlKey || event.altKey || event.metaKey) return;
    // On a keyboard of another script the key's place counts.
    const letter = /^Key([A-Z])$/.exec(event.code)?.[1].toLowerCase();
    const action = keys.get(event.key.toLowerCase()) ?? (event.key > "~" && letter ? keys.get(letter) : undefined);
    if (!action) return;
    event.preventDefault();
    action();
  });
  document.addEventListener("click", (event) => {
    const { target } = event;
    if (!find("settings").contains(target)) find("settings").open = false;
    const link = target.closest?.("a[data-ms]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    player.playFrom(Number(link.dataset.ms) / 1000);
  });

  audio.addEventListener("error", () => say(words.noAudio));
  audio.addEventListener("play", showNext, { once: true });

  // An address that names a moment begins there, also when it changes; otherwise it goes on where it was left

  const heed = () => {
    const asked = moment(location.hash, episode);
    if (asked !== undefined) player.seek(asked);
    return asked !== undefined;
  };
  addEventListener("hashchange", heed);

  audio.removeAttribute("controls");
  bar.hidden = find("search").hidden = false;
  offer(passages[0] ?? text);
  const kept = player.place();
  if (!heed() && kept !== null) {
    player.seek(kept);
    say(words.resumed.replace("{time}", clock(kept)));
  }
  player.step();
  if (location.hash === "#play") player.play();
})();

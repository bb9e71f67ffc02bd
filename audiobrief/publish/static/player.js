// The player of an episode's page. Everything it adds is in the page already (hidden), with its words and its keys;
// without this file the page still plays, jumps (media fragments) and reads.
"use strict";

(() => {
  const audio = document.getElementById("audio");
  const player = document.getElementById("player");
  const controls = document.getElementById("controls");
  const settings = document.getElementById("settings");
  const keyboard = document.getElementById("keyboard");
  const status = document.getElementById("status");
  const speed = document.getElementById("speed");
  const keysAreOn = document.getElementById("keys");
  const follow = document.getElementById("follow");
  const SPEEDS = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2, 2.5, 3];
  const STEP_S = 10;
  const RESTART_S = 3; // "previous" within this time goes one further back
  const SAVE_EVERY_S = 5;

  const seconds = (element, name) => Number(element.dataset[name]) / 1000;
  const sentences = [...document.querySelectorAll("#transcript [data-start]")].map((element) => ({
    element,
    start: seconds(element, "start"),
    end: seconds(element, "end"),
    part: element.dataset.part,
    passage: element.closest(".passage"),
  }));
  const chapterLinks = [...document.querySelectorAll("#chapters > ol > li > a")];
  const chapters = chapterLinks.map((link) => seconds(link, "ms"));
  const passages = [...document.querySelectorAll("#transcript .passage > a[data-ms]")].map((link) => seconds(link, "ms"));

  // What is remembered: settings for all episodes, a place for each. A browser may forbid it.
  const placeKey = `audiobrief:place:${player.dataset.guid}`;
  const read = (key) => {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  };
  const write = (key, value) => {
    try {
      localStorage.setItem(key, JSON.stringify(value));
    } catch {
      // private windows and full stores: nothing is kept
    }
  };

  const lastAtOrBefore = (starts, time) => {
    let low = 0;
    let high = starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (starts[middle] <= time) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  };

  const clock = (time) => {
    const whole = Math.floor(time);
    const two = (number) => String(number).padStart(2, "0");
    const minutes = Math.floor(whole / 60);
    return minutes < 60
      ? `${minutes}:${two(whole % 60)}`
      : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(whole % 60)}`;
  };

  const say = (text) => {
    status.textContent = text;
  };

  // Seeking

  let pendingSeek = null; // wanted before the browser knew the audio's length
  let wantedPassage = null; // asked for by name, so not skipped even if its kind is left out
  const seek = (time) => {
    const to = Math.max(0, time);
    wantedPassage = sentences[lastAtOrBefore(starts, to + 0.01)]?.passage ?? null;
    if (audio.readyState === 0) pendingSeek = to;
    else audio.currentTime = Math.min(to, audio.duration || to);
    show();
  };
  const now = () => pendingSeek ?? audio.currentTime;
  // A refusal (no file, no permission to play) shows in the browser's own player.
  const play = () => audio.play().catch(() => {});
  const playFrom = (time) => {
    seek(time);
    play();
  };
  const jump = (marks, direction) => {
    const here = lastAtOrBefore(marks, now() + 0.01);
    const back = here >= 0 && now() - marks[here] > RESTART_S ? here : here - 1;
    const target = direction > 0 ? here + 1 : Math.max(0, back);
    if (target < marks.length) seek(marks[target]);
  };
  const jumpChapter = (direction) => {
    jump(chapters, direction);
    const link = chapterLinks[lastAtOrBefore(chapters, now() + 0.01)];
    if (link) say(player.dataset.chapter.replace("{title}", link.textContent));
  };

  // Speed

  const setSpeed = (rate) => {
    audio.playbackRate = rate;
    audio.defaultPlaybackRate = rate;
    speed.textContent = player.dataset.speed.replace("{speed}", String(rate));
    remember();
  };
  const changeSpeed = (direction) => {
    const nearest = SPEEDS.findLastIndex((rate) => rate <= audio.playbackRate);
    setSpeed(SPEEDS[Math.min(SPEEDS.length - 1, Math.max(0, nearest + direction))]);
  };

  // The sentence that is heard

  const starts = sentences.map((sentence) => sentence.start);
  let lit = null;
  const isInView = (element) => {
    const box = element.getBoundingClientRect();
    return box.bottom > 0 && box.top < window.innerHeight;
  };
  const light = (sentence) => {
    if (sentence === lit) return;
    const reads = lit !== null && isInView(lit.element); // someone who looks elsewhere is not torn away
    lit?.element.classList.remove("spoken");
    sentence?.element.classList.add("spoken");
    if (sentence && reads && follow.checked && !isWhollyInView(sentence.element)) {
      sentence.element.scrollIntoView({ block: "center" });
    }
    if (sentence) lit = sentence;
  };
  const isWhollyInView = (element) => {
    const box = element.getBoundingClientRect();
    return box.top >= 0 && box.bottom <= window.innerHeight;
  };
  const show = () => {
    const time = now();
    const index = lastAtOrBefore(starts, time + 0.01);
    const sentence = sentences[index] ?? null;
    if (sentence && sentence.passage !== wantedPassage) wantedPassage = null;
    if (sentence && !audio.paused && isLeftOut(sentence) && time < sentence.end) {
      const next = sentences.slice(index).find((other) => !isLeftOut(other));
      audio.currentTime = next ? next.start : audio.duration;
      return;
    }
    light(sentence);
    const here = lastAtOrBefore(chapters, time + 0.01);
    chapterLinks.forEach((link, number) => {
      if (number === here) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    });
  };
  const run = () => {
    show();
    if (!audio.paused && !audio.ended) requestAnimationFrame(run);
  };

  // What to leave out

  const skips = [...settings.querySelectorAll("[data-skip]")];
  const isLeftOut = (sentence) =>
    sentence.passage !== wantedPassage && skips.some((box) => box.checked && box.dataset.skip === sentence.part);

  const remember = () => {
    const known = read("audiobrief:settings") ?? {};
    const kept = { ...known.skip };
    skips.forEach((box) => {
      kept[box.dataset.skip] = box.checked;
    });
    write("audiobrief:settings", {
      skip: kept,
      speed: audio.playbackRate,
      keys: keysAreOn.checked,
      follow: follow.checked,
    });
  };
  const recall = () => {
    const known = read("audiobrief:settings");
    if (known) {
      skips.forEach((box) => {
        box.checked = known.skip?.[box.dataset.skip] === true;
      });
      keysAreOn.checked = known.keys !== false;
      follow.checked = known.follow !== false;
    }
    setSpeed(SPEEDS.includes(known?.speed) ? known.speed : 1);
    const asked = /^#t=([\d.]+)$/.exec(location.hash);
    const kept = read(placeKey);
    if (asked) {
      seek(Number(asked[1]));
    } else if (typeof kept === "number" && kept > RESTART_S) {
      seek(kept);
      say(player.dataset.resumed.replace("{time}", clock(kept)));
    }
  };

  let savedAt = -1;
  const keepPlace = (always) => {
    const time = audio.ended ? 0 : now();
    if (!always && Math.abs(time - savedAt) < SAVE_EVERY_S) return;
    savedAt = time;
    write(placeKey, time);
  };

  // Hands

  const toggle = document.querySelector("[data-action=toggle]");
  const actions = {
    toggle: () => (audio.paused ? play() : audio.pause()),
    back: () => seek(now() - STEP_S),
    forward: () => seek(now() + STEP_S),
    "previous-chapter": () => jumpChapter(-1),
    "next-chapter": () => jumpChapter(1),
    "previous-paragraph": () => jump(passages, -1),
    "next-paragraph": () => jump(passages, 1),
    slower: () => changeSpeed(-1),
    faster: () => changeSpeed(1),
  };
  const keys = new Map();
  controls.querySelectorAll("[data-action]").forEach((button) => {
    keys.set(button.getAttribute("aria-keyshortcuts"), actions[button.dataset.action]);
    button.addEventListener("click", actions[button.dataset.action]);
  });
  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable]");
    if (!keysAreOn.checked || isTyping || event.ctrlKey || event.altKey || event.metaKey) return;
    // On a keyboard of another script the key's place counts.
    const letter = /^Key([A-Z])$/.exec(event.code)?.[1].toLowerCase();
    const action = keys.get(event.key.toLowerCase()) ?? (event.key > "~" && letter ? keys.get(letter) : undefined);
    if (!action) return;
    event.preventDefault();
    action();
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-ms]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    playFrom(seconds(link, "ms"));
  });

  audio.addEventListener("loadedmetadata", () => {
    if (pendingSeek === null) return;
    const to = pendingSeek;
    pendingSeek = null;
    audio.currentTime = Math.min(to, audio.duration);
  });
  audio.addEventListener("play", () => {
    toggle.textContent = toggle.dataset.pause;
    run();
  });
  audio.addEventListener("pause", () => {
    toggle.textContent = toggle.dataset.play;
    keepPlace(true);
  });
  audio.addEventListener("seeked", show);
  audio.addEventListener("timeupdate", () => keepPlace(false));
  audio.addEventListener("ended", () => keepPlace(true));
  window.addEventListener("pagehide", () => keepPlace(true));
  [...skips, keysAreOn, follow].forEach((box) => box.addEventListener("change", remember));

  // The keys and screens of phones and headsets
  if ("mediaSession" in navigator) {
    const handlers = {
      previoustrack: () => jumpChapter(-1),
      nexttrack: () => jumpChapter(1),
      seekbackward: actions.back,
      seekforward: actions.forward,
    };
    for (const [name, handler] of Object.entries(handlers)) navigator.mediaSession.setActionHandler(name, handler);
  }

  [controls, settings, keyboard].forEach((part) => {
    part.hidden = false;
  });
  recall();
  show();
})();

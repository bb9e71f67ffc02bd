// The bar of a player (publish/player_bar.py) and what it does with the core, which stands before this: on the episode's
// page (page.js) and on other people's (embed.js). Used like this:
//
//   const bar = audiobriefBar(root, episode, { sentence: (now) => { … } });
//
// root: the document, or the shadow, that holds #player and #audio. The third argument hears what the core tells, too.

const audiobriefBar = (root, episode, also) => {
  const find = (id) => root.getElementById(id);
  const audio = find("audio");
  const bar = find("player");
  const words = bar.dataset;
  const toggle = bar.querySelector("[data-action=toggle]");
  const settings = find("settings");
  const status = find("status");

  let forgetting;
  const say = (text, isShown = true, isKept = false) => {
    clearTimeout(forgetting);
    status.textContent = text;
    status.classList.toggle("unseen", !isShown); // what the bar shows anyway is for the ear alone
    if (!isKept) forgetting = setTimeout(() => say(""), 10_000);
  };

  // What the core tells

  const position = find("position");
  const shownTime = find("clock");
  const told = {
    chapter: (index) => {
      find("chapter").textContent = episode.chapters[index]?.title ?? "";
    },
    playing: (isPlaying) => {
      toggle.title = isPlaying ? toggle.dataset.pause : toggle.dataset.play;
      toggle.setAttribute("aria-label", toggle.title);
      bar.classList.toggle("playing", isPlaying);
    },
    time: (time) => {
      const shown = `${audiobriefCore.clock(time)} / ${shownTime.dataset.length}`;
      if (shownTime.textContent === shown && position.hasAttribute("aria-valuetext")) return;
      position.value = Math.floor(time);
      shownTime.textContent = shown;
      position.setAttribute("aria-valuetext", shown);
    },
    speed: (speed) => {
      find("speed").value = String(speed);
    },
    sleep: (when) => {
      find("sleep").value = String(when);
    },
  };
  const player = audiobriefCore.player(audio, episode, (what, value) => {
    told[what]?.(value);
    also[what]?.(value);
  });
  audio.addEventListener("error", () => say(words.noAudio, true, true));

  // Its buttons, lists and boxes

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
    button.onclick = actions[button.dataset.action];
  }
  position.oninput = () => player.seek(Number(position.value));
  find("speed").onchange = ({ target }) => player.setSpeed(Number(target.value));
  find("sleep").onchange = ({ target }) => player.sleep(Number(target.value) || target.value);
  for (const box of bar.querySelectorAll("[type=checkbox]")) {
    const part = box.dataset.skip;
    box.checked = part ? player.settings.skip[part] === true : player.settings[box.id] !== false;
    box.onchange = () => (part ? player.leaveOut(part, box.checked) : player.set(box.id, box.checked));
  }

  // Its keys

  const keys = new Map([...bar.querySelectorAll("[data-key]")].map(({ dataset }) => [dataset.key, actions[dataset.does]]));
  const isChord = (event) => event.ctrlKey || event.altKey || event.metaKey;
  const press = (event) => {
    const [target] = event.composedPath();
    if (event.key === "Escape" && settings.open) {
      settings.open = false;
      settings.firstElementChild.focus();
    }
    const isTyping = target.closest?.("input:not([type=checkbox], [type=range]), textarea, select, [contenteditable]");
    if (find("keys")?.checked === false || isTyping || isChord(event)) return;
    // On a keyboard of another script the key's place counts.
    const letter = /^Key([A-Z])$/.exec(event.code)?.[1].toLowerCase();
    const action = keys.get(event.key.toLowerCase()) ?? (event.key > "~" && keys.get(letter));
    if (!action) return;
    event.preventDefault();
    action();
  };
  const closeElsewhere = (event) => {
    if (!event.composedPath().includes(settings)) settings.open = false;
  };

  // The text: one passage of it is a stop of the Tab key, the arrows go on from there, Enter plays

  let stop = null;
  const offer = (passage) => {
    stop?.removeAttribute("tabindex");
    stop = passage;
    if (stop) stop.tabIndex = 0;
  };
  const walk = (event, passages, playFrom) => {
    const at = passages.indexOf(event.target);
    const step = { Enter: 0, ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (at < 0 || step === undefined || isChord(event) || event.shiftKey) return;
    event.preventDefault();
    if (!step) playFrom(event.target);
    else if (passages[at + step]) {
      offer(passages[at + step]);
      stop.focus();
    }
  };

  // It scrolls along with who reads there; someone who looks elsewhere is not torn away

  const isInView = (place, wholly) => {
    const box = place.getBoundingClientRect();
    const bottom = getComputedStyle(bar).position === "fixed" ? bar.getBoundingClientRect().top : innerHeight;
    return wholly ? box.top >= 0 && box.bottom <= bottom : box.bottom > 0 && box.top < bottom;
  };
  let before = null;
  const follow = (place, element) => {
    if (before && isInView(before) && find("follow").checked && !isInView(place, true)) {
      element.scrollIntoView({ block: "center" });
    }
    before = place;
    if (!stop || document.activeElement !== stop) offer(element);
  };

  return { find, say, player, press, closeElsewhere, offer, walk, follow };
};

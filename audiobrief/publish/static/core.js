// The core of audiobrief's players: what an episode is and what is done with its sound. It touches no page but to read
// it, and no network. Two files begin with it: static/player.js (then page.js, the episode's page) and
// audiobrief-player.js (then the element for other people's pages). Used like this:
//
//   const episode = audiobriefCore.read(root);       // root: an episode's page, as a document or parsed from its text
//   const player = audiobriefCore.player(audio, episode, (what, value) => { … });
//
// An episode may also be made otherwise; all times are seconds:
//   { guid, title, show, cover, chapters: [{start, title}], passages: [start],
//     sentences: [{id, text, start, end, part, passage}] }   part: its kind, to leave out; passage: id of what is around
// What the third argument is told: "sentence" (or null), "chapter" (its index), "playing", "time", "speed", "sleep",
// "skip", "ended" (not where the sleep timer ends it). Settings and places are kept in localStorage, where it is allowed.
"use strict";

const audiobriefCore = (() => {
  const SPEEDS = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2, 2.5, 3];
  const STEP_S = 10;
  const RESTART_S = 3; // "previous" within this time goes one further back
  const SAVE_EVERY_S = 5;
  const EDGE_S = 0.01; // browsers come to rest a little before the place they were sent to

  const lastAtOrBefore = (starts, time) => starts.findLastIndex((start) => start <= time + EDGE_S);

  const clock = (time) => {
    const whole = Math.floor(time);
    const two = (number) => String(number).padStart(2, "0");
    const minutes = Math.floor(whole / 60);
    const before = minutes < 60 ? minutes : `${Math.floor(minutes / 60)}:${two(minutes % 60)}`;
    return `${before}:${two(whole % 60)}`;
  };

  // Text to search in: without case and accents.
  const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

  // What is remembered: settings for all episodes, a place for each. A browser may forbid it.
  const recalled = (key) => {
    try {
      return JSON.parse(localStorage.getItem(`audiobrief:${key}`));
    } catch {
      return null;
    }
  };
  const remember = (key, value) => {
    try {
      localStorage.setItem(`audiobrief:${key}`, JSON.stringify(value));
    } catch {
      // private windows and full stores: nothing is kept
    }
  };

  const read = (root) => {
    const seconds = (element, name) => element.dataset[name] / 1000;
    const { guid, show, cover } = root.getElementById("player").dataset;
    const sentences = [...root.querySelectorAll("#transcript [data-start]")].map((element) => ({
      element,
      id: element.id,
      text: element.textContent,
      start: seconds(element, "start"),
      end: seconds(element, "end"),
      part: element.dataset.part,
      passage: element.closest(".passage").id,
    }));
    return {
      guid,
      show,
      title: root.querySelector("h1").textContent,
      cover: new URL(cover, root.URL).href,
      chapters: [...root.querySelectorAll("#chapters > ol > li > a")].map((element) => ({
        element,
        start: seconds(element, "ms"),
        title: element.textContent,
      })),
      sentences,
      passages: sentences.filter((one, at) => one.passage !== sentences[at - 1]?.passage).map((one) => one.start),
    };
  };

  const player = (audio, episode, changed = () => {}) => {
    const { sentences, chapters } = episode;
    const starts = sentences.map((sentence) => sentence.start);
    const marks = chapters.map((chapter) => chapter.start);
    const placeKey = `place:${episode.guid}`;
    const settings = { speed: 1, ...recalled("settings") };
    settings.skip = { ...settings.skip };

    const set = (name, value) => {
      settings[name] = value;
      remember("settings", settings);
    };

    // Where we are

    let pending = null; // wanted before the browser knew the audio's length
    let wanted = null; // the passage asked for by name, so not skipped even if its kind is left out
    let lit; // the sentence and the chapter that were told last
    let here;
    let hasJumped = true;
    const now = () => pending ?? audio.currentTime;
    const isLeftOut = (sentence) => sentence.passage !== wanted && settings.skip[sentence.part] === true;

    const step = () => {
      const time = now();
      const index = lastAtOrBefore(starts, time);
      const sentence = sentences[index] ?? null;
      if (sentence && sentence.passage !== wanted) wanted = null;
      if (sentence && !audio.paused && isLeftOut(sentence) && time < sentence.end) {
        const next = sentences.slice(index).find((other) => !isLeftOut(other));
        audio.currentTime = next ? next.start : audio.duration;
        return;
      }
      if (sentence !== lit) changed("sentence", (lit = sentence));
      const chapter = lastAtOrBefore(marks, time);
      if (chapter !== here) {
        if (sleeping === "chapter" && !hasJumped && !audio.paused) fallAsleep();
        changed("chapter", (here = chapter));
        showOnLockScreen();
      }
      hasJumped = false;
      changed("time", time);
      keepPlace(false);
    };
    const run = () => {
      if (audio.paused || audio.ended) return;
      step();
      requestAnimationFrame(run);
    };

    let savedAt = -1;
    const keepPlace = (always) => {
      const time = audio.ended ? 0 : now();
      if (!always && Math.abs(time - savedAt) < SAVE_EVERY_S) return;
      savedAt = time;
      remember(placeKey, time);
    };

    // Moving

    const seek = (time) => {
      const to = Math.max(0, time);
      wanted = sentences[lastAtOrBefore(starts, to)]?.passage ?? null;
      hasJumped = true;
      if (audio.readyState === 0) pending = to;
      else audio.currentTime = Math.min(to, audio.duration || to);
      step();
    };
    // A browser may refuse to play before somebody has touched the page.
    const play = () => audio.play().catch(() => changed("playing", false));
    const pause = () => audio.pause();
    const jump = (places, direction) => {
      const at = lastAtOrBefore(places, now());
      const back = at >= 0 && now() - places[at] > RESTART_S ? at : at - 1;
      const target = direction > 0 ? at + 1 : Math.max(0, back);
      if (target < places.length) seek(places[target]);
    };

    // Speed

    const setSpeed = (speed) => {
      audio.playbackRate = audio.defaultPlaybackRate = speed;
      set("speed", speed);
      changed("speed", speed);
    };
    const changeSpeed = (direction) => {
      const nearest = SPEEDS.findLastIndex((speed) => speed <= audio.playbackRate);
      setSpeed(SPEEDS[Math.min(SPEEDS.length - 1, Math.max(0, nearest + direction))]);
    };

    // The sleep timer: after some minutes, or where this chapter ends ("chapter"); 0 turns it off

    let sleeping = 0;
    let alarm;
    const sleep = (when) => {
      clearTimeout(alarm);
      sleeping = when;
      if (when > 0) alarm = setTimeout(fallAsleep, when * 60_000);
      changed("sleep", when);
    };
    const fallAsleep = () => {
      pause();
      sleep(0);
    };

    // The keys and screens of phones, cars and headsets: they belong to the player that played last

    const actions = {
      play,
      pause,
      stop: pause,
      previoustrack: () => jump(marks, -1),
      nexttrack: () => jump(marks, 1),
      seekbackward: (details) => seek(now() - (details.seekOffset || STEP_S)),
      seekforward: (details) => seek(now() + (details.seekOffset || STEP_S)),
      seekto: (details) => seek(details.seekTime),
    };
    const session = navigator.mediaSession;
    let isShown = false;
    const takeLockScreen = () => {
      if (!session) return;
      isShown = true;
      for (const [name, handler] of Object.entries(actions)) {
        try {
          session.setActionHandler(name, handler);
        } catch {
          // a browser that does not know this action
        }
      }
      showOnLockScreen();
    };
    const showOnLockScreen = () => {
      if (!isShown) return;
      session.metadata = new MediaMetadata({
        title: episode.title,
        artist: episode.show,
        album: chapters[here]?.title ?? "",
        artwork: episode.cover ? [{ src: episode.cover, sizes: "1400x1400", type: "image/jpeg" }] : [],
      });
      showPlace();
    };
    const showPlace = () => {
      if (!isShown || !Number.isFinite(audio.duration)) return;
      const position = Math.min(audio.currentTime, audio.duration);
      session.setPositionState({ duration: audio.duration, playbackRate: audio.playbackRate, position });
    };

    const events = {
      loadedmetadata: () => {
        if (pending !== null) audio.currentTime = Math.min(pending, audio.duration);
        pending = null;
        step();
      },
      play: () => {
        takeLockScreen();
        changed("playing", true);
        run();
      },
      pause: () => {
        changed("playing", false);
        keepPlace(true);
      },
      timeupdate: step, // the page may be hidden, where nothing is painted
      seeked: () => {
        step();
        showPlace();
      },
      ratechange: showPlace,
      durationchange: showPlace,
      ended: () => {
        keepPlace(true);
        if (sleeping === "chapter") sleep(0);
        else changed("ended");
      },
    };
    for (const [name, hear] of Object.entries(events)) audio.addEventListener(name, hear);
    addEventListener("pagehide", () => keepPlace(true));

    setSpeed(SPEEDS.includes(settings.speed) ? settings.speed : 1);

    return {
      now,
      play,
      pause,
      seek,
      step,
      set,
      setSpeed,
      sleep,
      settings,
      toggle: () => (audio.paused ? play() : pause()),
      playFrom: (time) => {
        seek(time);
        play();
      },
      back: () => seek(now() - STEP_S),
      forward: () => seek(now() + STEP_S),
      chapter: (direction) => jump(marks, direction),
      passage: (direction) => jump(episode.passages, direction),
      slower: () => changeSpeed(-1),
      faster: () => changeSpeed(1),
      isLeftOut,
      leaveOut: (part, isWanted) => {
        set("skip", { ...settings.skip, [part]: isWanted });
        changed("skip", part);
      },
      // Where it was left, if that is worth going back to; else null.
      place: () => {
        const kept = recalled(placeKey);
        return typeof kept === "number" && kept > RESTART_S ? kept : null;
      },
    };
  };

  return { clock, folded, player, read };
})();

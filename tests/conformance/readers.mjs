// Reads a feed or files with one library and prints what it found as JSON: node readers.mjs LIBRARY URL-OR-FILE...
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const require = createRequire(import.meta.url);
const fetchText = async (url) => (await fetch(url)).text();
const clock = (text) => text.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);

const readers = {
  async "podcast-partytime"(url) {
    const library = require("podcast-partytime");
    const feed = library.parseFeed(await fetchText(url), { allowMissingGuid: false });
    return {
      title: feed.title,
      items: feed.items.map((item) => ({
        title: item.title,
        url: item.enclosure.url,
        bytes: item.enclosure.length,
        seconds: item.duration,
        transcripts: item.podcastTranscripts.map((transcript) => transcript.url),
        chapters_url: item.podcastChapters.url,
      })),
    };
  },

  async feedsmith(url) {
    const { parseFeed } = await import("feedsmith");
    const { feed } = parseFeed(await fetchText(url));
    return {
      title: feed.title,
      items: feed.items.map((item) => ({
        title: item.title,
        url: item.enclosures[0].url,
        bytes: item.enclosures[0].length,
        seconds: item.itunes.duration,
        transcripts: item.podcast.transcripts.map((transcript) => transcript.url),
        chapters_url: item.podcast.chapters.url,
        chapters: item.psc.chapters.map((chapter) => [Math.round(clock(chapter.start) * 1000), chapter.title]),
      })),
    };
  },

  async "music-metadata"(...paths) {
    const { parseFile } = await import("music-metadata");
    return Promise.all(paths.map(async (path) => {
      const { common, format, native, quality } = await parseFile(path, { duration: true, includeChapters: true });
      return {
        title: common.title,
        album: common.album,
        artist: common.artist,
        genre: common.genre,
        pictures: (common.picture ?? []).length,
        seconds: format.duration,
        chapters: (format.chapters ?? []).map(({ start, timeScale, title }) => [
          Math.round((start * 1000) / (timeScale ?? 1)), // of an M4B in its own units, of an MP3 in seconds
          title,
        ]),
        kinds: Object.keys(native),
        warnings: quality.warnings.map((warning) => warning.message),
      };
    }));
  },

  async "webvtt-parser"(...paths) {
    const { WebVTTParser } = require("webvtt-parser");
    return paths.map((path) => {
      const result = new WebVTTParser().parse(readFileSync(path, "utf-8"), "captions");
      return {
        cues: result.cues.length,
        voices: result.cues.filter((cue) => cue.tree.children.some((part) => part.name === "v")).length,
        errors: result.errors.map((error) => `${path}:${error.line}: ${error.message}`),
      };
    });
  },
};

const [library, ...targets] = process.argv.slice(2);
console.log(JSON.stringify(await readers[library](...targets)));

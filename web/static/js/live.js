// A live board: frames of the line become figures, charts, clock and trust.
//
// Lost (no word for three heartbeats, or the server itself has lost its feed): everything goes grey
// at once, the headline says since when, the clock goes on. Paused: frames wait, nothing is dropped.

import { Charts } from "./charts.js";
import { clock } from "./clock.js";
import { Figures } from "./figures.js";
import { Line } from "./line.js";
import { refresh } from "./exchange.js";
import { rotate } from "./feed.js";
import { heat } from "./heat.js";
import { sieve } from "./sieve.js";
import { onRetry, tell } from "./trust.js";
import { urgeSheet } from "./urge.js";

const MOST_WAITING = 200; // frames kept while paused; beyond, a resync is cheaper
const main = document.querySelector("[data-board]");
const words = JSON.parse(document.body.dataset.words);
const figures = new Figures(document);
const charts = new Charts(main, () => line.forget());
const page = { build: document.documentElement.dataset.build, silent: false, feed: document.documentElement.dataset.feed, waiting: null };

const line = new Line({
  address: () => `/live?board=${encodeURIComponent(main.dataset.board)}&lang=${document.documentElement.lang}`,
  onFrame: (frame) => hear(frame),
  onSilence: (silent) => { page.silent = silent; judge(); },
});

function hear(frame) {
  clock.heard(frame.ts);
  if (frame.t === "h") return;
  if (page.waiting) return keep(frame);
  apply(frame);
}

function keep(frame) {
  if (frame.t === "s") page.waiting.length = 0;
  if (page.waiting.length < MOST_WAITING) page.waiting.push(frame);
  else page.stale = true;
}

function apply(frame) {
  if (frame.t === "s") {
    const build = frame.e.split(".")[0];
    if (build !== page.build) return reloadSoon();
    charts.snapshot(frame.d);
  } else {
    charts.patch(frame.p);
  }
  const outdated = figures.show(frame.f, { whole: frame.t === "s" });
  if (outdated.length) refresh(outdated, figures);
  if ("feed" in frame.f) { page.feed = frame.f.feed[0]; judge(); }
  if ("headline/rule" in frame.f) document.querySelector(".headline").dataset.rule = frame.f["headline/rule"][0] ?? "";
}

function judge() {
  const asOf = Date.parse(figures.get("as_of")?.value ?? main.dataset.asOf ?? "");
  tell(page.silent ? "lost" : page.feed, asOf);
}

function reloadSoon() {
  setTimeout(() => location.reload(), Math.random() * 5000);
}

const pause = document.querySelector("[data-pause]");
pause?.addEventListener("click", () => {
  const pausing = !page.waiting;
  const waiting = page.waiting ?? [];
  page.waiting = pausing ? [] : null;
  pause.setAttribute("aria-pressed", String(pausing));
  pause.title = pausing ? words.resume : words.pause;
  pause.setAttribute("aria-label", pause.title);
  if (!pausing) catchUp(waiting);
});
function catchUp(waiting) {
  if (!page.stale) return waiting.forEach(apply);
  page.stale = false;
  line.forget();
}
onRetry(() => line.retry());
rotate(document.querySelector("[data-feed-list]"), () => page.waiting !== null);
urgeSheet(figures);
sieve(document.querySelector("[data-sieve]"), main);
heat(main);
judge();

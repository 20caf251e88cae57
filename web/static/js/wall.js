// A wall: figures of a board's line on slides that change by the clock, alone for months.
//
// Newly opened critical alerts of its scope take the screen for a while. It reloads only when the
// server answers and its build is another one. The picture moves by two pixels every ten minutes, and
// is dimmed at night. Keys, for whoever hangs it up: space holds, arrows step, f fills the screen.

import { Alarms, SHOWN_MS } from "./alarms.js";
import { Charts } from "./charts.js";
import { clock, time } from "./clock.js";
import { refresh } from "./exchange.js";
import { Figures } from "./figures.js";
import { Line } from "./line.js";
import { Rotation } from "./rotation.js";
import { tell } from "./trust.js";

const TICK_MS = 250;
const IDLE_MS = 3_000;
const SHIFT_MS = 600_000;
const STEPS = [[0, 0], [2, 0], [2, 2], [0, 2], [-2, 2], [-2, 0], [-2, -2], [0, -2], [2, -2]];
const MOST_ALARMS = 4;
const RELOAD_MS = 60_000; // walls of a country do not come back in the same second

const body = document.body;
const main = document.querySelector("[data-board]");
const slides = [...document.querySelectorAll("[data-slide]")];
const dots = [...document.querySelectorAll(".dots i")];
const alarm = document.querySelector("[data-alarm]");
const figures = new Figures(document);
const charts = new Charts(body, () => line.forget());
const rotation = new Rotation(slides.map((slide) => Number(slide.dataset.seconds)));
const alarms = new Alarms();
const page = { build: document.documentElement.dataset.build, silent: false, feed: document.documentElement.dataset.feed, alarmUntil: 0, reloading: false };

const line = new Line({
  address: () => `/live?board=${encodeURIComponent(main.dataset.board)}&lang=${document.documentElement.lang}`,
  onFrame: hear,
  onSilence: (silent) => { page.silent = silent; judge(); },
});
// a field, a post or a programme has no inbox: what is critical elsewhere is not its business
if (main.dataset.inbox) new Line({
  address: () => `/live?inbox=${encodeURIComponent(main.dataset.inbox)}&lang=${document.documentElement.lang}`,
  onFrame: (frame) => { if (frame.t !== "h") alarms.take(frame, clock.now()); },
  onSilence: () => {},
});

function hear(frame) {
  clock.heard(frame.ts);
  if (frame.t === "h") return;
  if (frame.t === "s") {
    if (frame.e.split(".")[0] !== page.build) return reloadWhenSafe();
    if (frame.d) charts.snapshot(frame.d);
  } else charts.patch(frame.p);
  const outdated = figures.show(frame.f, { whole: frame.t === "s" });
  if (outdated.length) refresh(outdated, figures);
  if ("feed" in frame.f) { page.feed = frame.f.feed[0]; judge(); }
  const headline = document.querySelector(".headline");
  if (headline && "headline/rule" in frame.f) headline.dataset.rule = frame.f["headline/rule"][0] ?? "";
}

function judge() {
  const asOf = Date.parse(figures.get("as_of")?.value ?? main.dataset.asOf ?? "");
  tell(page.silent ? "lost" : page.feed, asOf);
}

function tick() {
  const now = performance.now();
  const due = now > page.alarmUntil ? alarms.due(now) : null;
  if (due) {
    announce(due);
    page.alarmUntil = now + SHOWN_MS;
  }
  show(now < page.alarmUntil ? null : slides[rotation.at(clock.now())]);
  if (now - page.touched > IDLE_MS) body.classList.add("idle");
  const hour = Number(time(clock.now(), false).slice(0, 2));
  const [begins, ends] = JSON.parse(body.dataset.night);
  body.classList.toggle("night", hour >= begins || hour < ends);
  const [x, y] = STEPS[Math.floor(clock.now() / SHIFT_MS) % STEPS.length];
  body.style.setProperty("--shift-x", `${x}px`);
  body.style.setProperty("--shift-y", `${y}px`);
}

// null: the alarm has the screen
function show(chosen) {
  for (const slide of [...slides, alarm]) {
    const on = slide === (chosen ?? alarm);
    if (slide.hasAttribute("data-on") === on) continue;
    slide.toggleAttribute("data-on", on);
    slide.inert = !on;
    dots[slides.indexOf(slide)]?.toggleAttribute("data-on", on);
  }
}

function announce(alerts) {
  const list = alarm.querySelector("[data-alarm-list]");
  list.replaceChildren(...alerts.slice(0, MOST_ALARMS).map(told));
  const rest = alerts.length - MOST_ALARMS;
  alarm.querySelector("[data-alarm-rest]").textContent = rest > 0 ? body.dataset.more.replace("{n}", rest) : "";
}

function told(alert) {
  const item = document.createElement("li");
  const [before, after] = JSON.parse(body.dataset.late);
  const late = alert.facts.days_late ? `${before}${alert.facts.days_late}${after}` : "";
  item.append(
    text("title", alert.facts.title || `* ${body.dataset.withheld}`),
    text("who", [unit(alert.unit), late].filter(Boolean).join(" · ")),
  );
  return item;
}

function text(name, words) {
  const made = document.createElement("p");
  made.className = name;
  made.dataset.text = "";
  made.textContent = words;
  return made;
}

// the tile a unit belongs to, by its code or that of a unit above it
function unit(code) {
  for (let at = code; at; at = at.slice(0, Math.max(0, at.lastIndexOf(".")))) {
    const tile = document.querySelector(`[data-place="${CSS.escape(at)}"]`);
    if (tile) return tile.dataset.name;
  }
  return "";
}

function reloadWhenSafe() {
  if (page.reloading) return;
  page.reloading = true;
  setTimeout(async () => {
    const answer = await fetch(location.href).catch(() => null); // what would not come would stay away for ever
    page.reloading = false;
    if (answer?.ok) location.reload();
    else reloadWhenSafe();
  }, Math.random() * RELOAD_MS);
}

const KEYS = {
  " ": () => rotation.hold(clock.now(), 0),
  ArrowRight: () => rotation.hold(clock.now(), 1),
  ArrowLeft: () => rotation.hold(clock.now(), -1),
  f: () => document.documentElement.requestFullscreen?.(),
};
addEventListener("keydown", (event) => {
  if (!KEYS[event.key]) return;
  event.preventDefault();
  KEYS[event.key]();
  tick();
});
for (const kind of ["pointermove", "keydown"]) addEventListener(kind, () => { page.touched = performance.now(); body.classList.remove("idle"); });
page.touched = performance.now();

// a screen that goes to sleep shows nothing; where this is not given, the machine's settings decide
async function stayAwake() {
  if (document.visibilityState === "visible") await navigator.wakeLock?.request("screen").catch(() => {});
}
document.addEventListener("visibilitychange", stayAwake);
stayAwake();
setInterval(tick, TICK_MS);
tick();
judge();

// The clock and the age of what is shown. The clock is the server's and goes on whatever happens.

const pad = (n) => String(n).padStart(2, "0");
const ZONE_MS = 7 * 3600_000; // Asia/Ho_Chi_Minh, no daylight saving

class Clock {
  constructor() {
    this.face = document.querySelector("[data-clock]");
    this.age = document.querySelector("[data-age]");
    this.base = Date.parse(this.face?.dateTime ?? "") || Date.now();
    this.at = performance.now();
    this.fresh = null; // performance.now() of the last word of the server
    this.firstStamp = null;
    this.stopped = false;
    setInterval(() => this.tick(), 200);
    this.tick();
  }

  // ts: the server's Unix seconds; keeps a wall's clock right for months
  heard(ts) {
    this.fresh = performance.now();
    if (!ts) return;
    this.firstStamp ??= { ts, now: this.now() };
    this.base = this.firstStamp.now + (ts - this.firstStamp.ts) * 1000;
    this.at = performance.now();
  }

  now() {
    return this.base + (performance.now() - this.at);
  }

  // ISO instant of the server, as reports want it
  iso() {
    return new Date(this.now()).toISOString();
  }

  tick() {
    const text = time(this.now());
    if (this.face && this.face.textContent !== text) this.face.textContent = text;
    if (this.age && this.fresh !== null) this.age.textContent = lasted((performance.now() - this.fresh) / 1000);
  }
}

export const clock = new Clock();

export function time(ms, seconds = true) {
  const local = new Date(ms + ZONE_MS);
  const parts = [local.getUTCHours(), local.getUTCMinutes(), local.getUTCSeconds()];
  return parts.slice(0, seconds ? 3 : 2).map(pad).join(":");
}

export function day(ms) {
  const local = new Date(ms + ZONE_MS);
  return `${pad(local.getUTCDate())}/${pad(local.getUTCMonth() + 1)}/${local.getUTCFullYear()}`;
}

// YYYY-MM-DD of the local day, as date fields want it
export function date(ms) {
  return new Date(ms + ZONE_MS).toISOString().slice(0, 10);
}

export function lasted(seconds) {
  const vi = document.documentElement.lang === "vi";
  const digits = seconds < 10 ? 1 : 0;
  const [size, unit] = seconds < 90 ? [1, vi ? "giây" : "s"] : seconds < 5400 ? [60, vi ? "phút" : "min"] : [3600, vi ? "giờ" : "h"];
  const shown = (seconds / size).toFixed(digits);
  return `${vi ? shown.replace(".", ",") : shown} ${unit}`;
}

// Critical alerts that take a wall: newly opened ones only, several in one slide, for a quarter of a
// minute, at most once in ten minutes; what opens meanwhile waits, what ends meanwhile is forgotten.
//
// The list ends somewhere: when one of it ends, another one comes that opened long ago. That is no news.

export const SHOWN_MS = 15_000;
export const REST_MS = 600_000;
const NEWS_MS = 3_600_000;

export class Alarms {
  constructor() {
    this.known = null; // ids that were there before, or have been told
    this.waiting = new Map();
    this.last = -Infinity;
  }

  // a frame of an inbox: the whole list, or who came and went; now: the server's instant
  take(frame, now) {
    if (frame.t === "s") return this.whole(frame.i, now);
    for (const id of frame.i?.gone ?? []) this.waiting.delete(id);
    for (const alert of frame.i?.put ?? []) this.consider(alert, now);
  }

  whole(alerts, now) {
    if (this.known === null) this.known = new Set(alerts.filter(critical).map((alert) => alert.id));
    const here = new Set(alerts.map((alert) => alert.id));
    for (const id of this.waiting.keys()) if (!here.has(id)) this.waiting.delete(id);
    alerts.forEach((alert) => this.consider(alert, now));
  }

  consider(alert, now) {
    if (!critical(alert) || alert.state !== "open") return this.waiting.delete(alert.id);
    if (this.known?.has(alert.id)) return;
    (this.known ??= new Set()).add(alert.id);
    if (now - Date.parse(alert.opened_at) <= NEWS_MS) this.waiting.set(alert.id, alert);
  }

  // now: milliseconds that never go back → alerts to show now, else null
  due(now) {
    if (!this.waiting.size || now - this.last < REST_MS) return null;
    this.last = now;
    const alerts = [...this.waiting.values()];
    this.waiting.clear();
    return alerts;
  }
}

function critical(alert) {
  return alert.severity === "critical";
}

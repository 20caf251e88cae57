// Critical alerts that take a wall: newly opened ones only, several in one slide, for a quarter of a
// minute, at most once in ten minutes; what opens meanwhile waits, what ends meanwhile is forgotten.

export const SHOWN_MS = 15_000;
export const REST_MS = 600_000;

export class Alarms {
  constructor() {
    this.known = null; // ids that were there before, or have been told
    this.waiting = new Map();
    this.last = -Infinity;
  }

  // a frame of an inbox: the whole list, or who came and went
  take(frame) {
    if (frame.t === "s") return this.whole(frame.i);
    for (const id of frame.i?.gone ?? []) this.waiting.delete(id);
    for (const alert of frame.i?.put ?? []) this.consider(alert);
  }

  whole(alerts) {
    if (this.known === null) this.known = new Set(alerts.filter(critical).map((alert) => alert.id));
    const here = new Set(alerts.map((alert) => alert.id));
    for (const id of this.waiting.keys()) if (!here.has(id)) this.waiting.delete(id);
    alerts.forEach((alert) => this.consider(alert));
  }

  consider(alert) {
    if (!critical(alert) || alert.state !== "open") return this.waiting.delete(alert.id);
    if (this.known?.has(alert.id)) return;
    (this.known ??= new Set()).add(alert.id);
    this.waiting.set(alert.id, alert);
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

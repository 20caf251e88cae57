// Which slide a wall shows: decided by the server's clock alone, so that all walls of a playlist show
// the same one and a reload changes nothing. A hand on the keyboard may hold it for a while.

const HELD_MS = 5 * 60_000;

// ms: instant; seconds: how long each slide stays → index of the slide
export function slideAt(ms, seconds) {
  const turn = seconds.reduce((sum, each) => sum + each, 0);
  let left = (ms / 1000) % turn;
  for (const [index, each] of seconds.entries()) {
    if (left < each) return index;
    left -= each;
  }
  return seconds.length - 1;
}

export class Rotation {
  constructor(seconds) {
    this.seconds = seconds;
    this.held = null;
  }

  at(now) {
    if (this.held && now > this.held.until) this.held = null;
    return this.held ? this.held.index : slideAt(now, this.seconds);
  }

  // ways: 1 on, -1 back, 0 stay here; again 0 lets go
  hold(now, ways) {
    if (ways === 0 && this.held) { this.held = null; return; }
    const count = this.seconds.length;
    this.held = { index: (this.at(now) + ways + count) % count, until: now + HELD_MS };
  }
}

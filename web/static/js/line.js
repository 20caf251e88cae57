// The line to the server: one WebSocket that comes back by itself.
//
// Full-jitter back-off (0.5 s … 30 s); after a cut it resumes from the last sequence it applied
// (`e`, `s`), and the server answers with the missing patches or a snapshot. Knows nothing of pages.

const FIRST_MS = 500;
const LONGEST_MS = 30_000;
const ACK_MS = 5_000;
export const SILENCE_MS = 15_000; // three heartbeats

export class Line {
  // address() → URL without e and s; onFrame(frame) → false asks for a resync; onSilence(silent)
  constructor({ address, onFrame, onSilence }) {
    Object.assign(this, { address, onFrame, onSilence });
    this.epoch = "";
    this.seq = 0;
    this.attempt = 0;
    this.heardAt = performance.now();
    this.silent = false;
    setInterval(() => this.watch(), 1000);
    setInterval(() => this.ack(), ACK_MS);
    addEventListener("online", () => this.retry());
    this.open();
  }

  open() {
    clearTimeout(this.timer);
    const url = new URL(this.address(), location.href);
    url.protocol = url.protocol.replace("http", "ws");
    if (this.epoch) {
      url.searchParams.set("e", this.epoch);
      url.searchParams.set("s", this.seq);
    }
    const socket = (this.socket = new WebSocket(url));
    socket.onmessage = (event) => socket === this.socket && this.hear(JSON.parse(event.data));
    socket.onclose = () => socket === this.socket && this.comeBack();
  }

  hear(frame) {
    this.heardAt = performance.now();
    this.attempt = 0;
    this.setSilent(false);
    if (frame.t === "s") [this.epoch, this.seq] = [frame.e, frame.s];
    if (frame.t === "p") {
      if (frame.s <= this.seq) return;
      if (frame.s !== this.seq + 1) return this.restart(4000, "gap");
      this.seq = frame.s;
    }
    if (frame.t === "h" && frame.s > this.seq) return this.restart(4000, "behind");
    this.onFrame(frame);
  }

  restart(code, reason) {
    const socket = this.socket;
    this.socket = null;
    socket?.close(code, reason);
    this.comeBack();
  }

  comeBack() {
    const most = Math.min(LONGEST_MS, FIRST_MS * 2 ** this.attempt++);
    this.timer = setTimeout(() => this.open(), Math.random() * most);
  }

  // come back as a newcomer: the next frame is a snapshot
  forget() {
    this.epoch = "";
    this.seq = 0;
    this.retry();
  }

  retry() {
    this.attempt = 0;
    const socket = this.socket;
    this.socket = null;
    socket?.close(1000, "retry");
    this.open();
  }

  ack() {
    if (this.socket?.readyState === WebSocket.OPEN && this.seq) {
      this.socket.send(JSON.stringify({ t: "a", s: this.seq }));
    }
  }

  watch() {
    this.setSilent(performance.now() - this.heardAt > SILENCE_MS);
  }

  setSilent(silent) {
    if (silent === this.silent) return;
    this.silent = silent;
    this.onSilence(silent);
  }
}

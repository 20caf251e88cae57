// Reports from pages: POST /api/reports as channel `form`, then the receipt in sentences.
//
// Without a network the report stays on this machine (localStorage) with its ids and goes out when
// the network is back: sent twice, it counts once.

const KEPT = "nhip.unsent";
const ASK_MS = [300, 500, 800, 1300, 2000, 3000, 5000];
const words = JSON.parse(document.body.dataset.words);

// a UUID whose first 48 bits are the time: what producers are asked for
export function uuid7(ms = Date.now()) {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  for (let i = 0; i < 6; i++) bytes[i] = Math.floor(ms / 2 ** (8 * (5 - i))) & 0xff;
  bytes[6] = (bytes[6] & 0x0f) | 0x70;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

// updates: records without id and occurred_at; now: ISO instant of the server's clock
export function reportOf({ unit, actor, now, updates }) {
  const stamped = updates.map((update) => ({ id: uuid7(), occurred_at: now, ...update }));
  return { v: 1, id: uuid7(), unit, actor, channel: "form", source: "web", reported_at: now, updates: stamped };
}

// say(text, tone) is called with each sentence; resolves to the receipt, or null if it stays here
export async function send(report, say) {
  let answer;
  try {
    answer = await fetch("/api/reports", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(report) });
  } catch {
    keep(report);
    say(words.kept, "wait");
    return null;
  }
  const body = await answer.json().catch(() => ({}));
  if (answer.status !== 202) {
    say(refused(answer.status, body), "bad");
    return null;
  }
  say(words.received, "wait");
  return follow(body.reports[0].receipt, report.updates.length, say);
}

async function follow(link, count, say) {
  for (let turn = 0; ; turn++) {
    await new Promise((done) => setTimeout(done, ASK_MS[Math.min(turn, ASK_MS.length - 1)]));
    const answer = await fetch(link).catch(() => null);
    if (!answer?.ok) continue;
    const receipt = await answer.json();
    if (receipt.state === "queued") continue;
    const [text, tone] = told(receipt, count);
    say(text, tone);
    return receipt;
  }
}

// the receipt in sentences
export function told(receipt, count) {
  const of = (state) => receipt.updates.filter((update) => update.state === state);
  const accepted = of("accepted");
  const marked = accepted.filter((update) => update.marks.length);
  const said = [marked.length || accepted.length < count ? fill(words.recorded_some, { n: accepted.length, count }) : fill(words.recorded_all, { n: accepted.length, count })];
  if (marked.length) said.push(fill(words.marked, { n: marked.length, why: marked.flatMap((update) => update.marks.map(mark)).join(", ") }));
  for (const update of of("held")) said.push(fill(words.held, { why: inWords(update.reason) }));
  for (const update of of("rejected")) said.push(fill(words.rejected, { why: inWords(update.reason) }));
  for (const part of receipt.parts.filter((each) => each.state === "dead_letter")) said.push(fill(words.rejected, { why: part.reason ?? "" }));
  return [said.join("; "), accepted.length === count ? "good" : "bad"];
}

// the fold's English sentence in the page's language, where it has been translated
const reasons = JSON.parse(document.body.dataset.reasons).map(([english, text]) => [pattern(english), text]);

function inWords(reason) {
  for (const [sentence, text] of reasons) {
    const found = sentence.exec(reason ?? "");
    if (found) return fill(text, found.groups ?? {});
  }
  return reason ?? "";
}

function pattern(sentence) {
  const escaped = sentence.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${escaped.replace(/\\\{(\w+)\\\}/g, "(?<$1>.+)")}$`);
}

function mark(code) {
  return words[`mark_${code}`] ?? code;
}

function refused(status, body) {
  const why = body.faults?.length ? body.faults.map((fault) => `${fault.path}: ${fault.reason}`).join("; ") : body.error ?? String(status);
  return fill(words.refused, { why });
}

export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

function keep(report) {
  localStorage.setItem(KEPT, JSON.stringify([...unsent(), report]));
}

function unsent() {
  try {
    return JSON.parse(localStorage.getItem(KEPT) ?? "[]");
  } catch {
    return [];
  }
}

export async function sendKept(say) {
  const waiting = unsent();
  localStorage.removeItem(KEPT);
  for (const report of waiting) await send(report, say);
}

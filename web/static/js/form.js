// The report form: one card a task, one act at a time, the receipt in sentences under it.

import { clock } from "./clock.js";
import { reportOf, send, sendKept, uuid7 } from "./report.js";

const BUILD = {
  progress: (form) => ({ kind: "progress", progress: number(form.progress.value) / 100, ...text("reason", form.reason.value), ...text("period", form.period?.value) }),
  completed: (form) => ({ kind: "completed", ...text("period", form.period?.value) }),
  nil: (form, task) => ({ kind: "slot.nil", subjects: [task], ...text("period", form.period?.value) }),
  difficulty: (form) => ({ kind: "difficulty.raised", difficulty: `d-${uuid7()}`, type: form.type.value, text: form.text.value, ...text("asked_of", form.asked_of.value), ...text("answer_due", form.answer_due.value) }),
  revise: (form) => ({ kind: "task.revised", decision: "requested", new_due: form.new_due.value, ...text("reason", form.revise_reason.value) }),
  verify: () => ({ kind: "verified" }),
  return: (form) => ({ kind: "returned", reason: form.why.value.trim() }),
  explain: (form, _task, card) => corrected(card, { reason: form.why.value.trim() }),
  change: (form, _task, card) => corrected(card, { [card.dataset.field]: card.dataset.field === "progress" ? number(form.value.value) / 100 : Number(form.value.value) }),
  take_back: (_form, _task, card) => corrected(card, {}),
  answer: (form, _task, card) => ({ kind: "difficulty.answered", difficulty: card.dataset.difficulty, text: form.text.value }),
};

for (const cards of document.querySelectorAll("[data-reports]")) {
  for (const card of cards.querySelectorAll(".card")) wire(card, cards.dataset);
}
const kept = document.querySelector("[data-kept]");
const resend = () => sendKept((text) => { kept.textContent = text; });
addEventListener("online", resend);
if (kept) resend();
document.querySelector("[data-focus]")?.scrollIntoView({ block: "center" });

function wire(card, { unit, actor }) {
  const form = card.querySelector("form");
  const receipt = card.querySelector("[data-receipt]");
  const say = (sentence, tone) => { receipt.textContent = sentence; receipt.dataset.tone = tone; };
  let act = null;

  for (const button of card.querySelectorAll("[data-act]")) {
    button.addEventListener("click", () => {
      act = button.dataset.act;
      const asks = open(form, act);
      if (!asks) form.requestSubmit();
    });
  }
  if (card.dataset.open) { act = card.dataset.open; open(form, act); }
  form.querySelector("[data-cancel]").addEventListener("click", () => { form.hidden = true; });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    form.hidden = true;
    const task = card.dataset.task;
    const update = { subject: task, ...BUILD[act](form.elements, task, card) };
    const busy = [...card.querySelectorAll("button")];
    for (const button of busy) button.disabled = true;
    await send(reportOf({ unit, actor, now: clock.iso(), updates: [update] }), say);
    for (const button of busy) button.disabled = false;
  });
}

// show the fields of an act; false if it has none to ask for
function open(form, act) {
  let asks = 0;
  for (const label of form.querySelectorAll("[data-for]")) {
    const wanted = label.dataset.for.split(" ").includes(act);
    label.hidden = !wanted;
    const field = label.querySelector("input, select, textarea");
    field.required = wanted && ["progress", "new_due", "period", "why", "value"].includes(field.name);
    asks += wanted;
  }
  form.hidden = !asks;
  if (asks) form.querySelector("[data-for]:not([hidden]) :is(input, select, textarea)").focus();
  return asks > 0;
}

function corrected(card, fields) {
  return { kind: "corrected", supersedes: card.dataset.update, fields };
}

function text(key, value) {
  return value?.trim() ? { [key]: value.trim() } : {};
}

function number(value) {
  return Math.round(Number(String(value).replace(",", ".")) * 100) / 100;
}

// Figures on the page: elements by the pointer they show, and how a patch changes them.
//
// `f` of a frame is {pointer: [value, text, state]}. Pointers that begin with ~ are words. Everything
// is set as text or as a number in a custom property; nothing of it is ever parsed as HTML.

import { sentence, clauses } from "./sentence.js";

const HIGHLIGHT_MS = 400;
const ATTRIBUTES = {
  figure: "data-figure", awaits: "data-awaits", state: "data-state-of", size: "data-size-of",
  top: "data-top-of", row: "data-row", keyed: "data-keyed",
};
const WORDS = { slot: "data-slot", link: "data-link" };

export class Figures {
  constructor(root) {
    this.root = root;
    this.known = new Map();
    this.index();
  }

  index() {
    this.users = new Map();
    for (const [role, attribute] of Object.entries(ATTRIBUTES)) this.collect(role, attribute, "");
    for (const [role, attribute] of Object.entries(WORDS)) this.collect(role, attribute, "~");
    for (const role of ["sentence", "clauses"]) this.collect(role, `data-${role}`, "");
    this.nones = [...this.root.querySelectorAll("[data-when-none]")];
  }

  collect(role, attribute, mark) {
    for (const element of this.root.querySelectorAll(`[${attribute}]`)) {
      const pointer = mark + element.getAttribute(attribute);
      if (!this.users.has(pointer)) this.users.set(pointer, []);
      this.users.get(pointer).push([role, element]);
    }
  }

  // whole: every figure there is; what the page shows beside them is gone
  show(f, { whole = false } = {}) {
    if (whole) for (const pointer of this.users.keys()) if (!(pointer in f)) f[pointer] = [null, "", "gone"];
    this.asOf = f.as_of?.[0] ?? this.asOf;
    const sentences = [];
    for (const [pointer, [value, text, state]] of Object.entries(f)) {
      this.known.set(pointer, state === "gone" ? null : { value, text, state });
      for (const [role, element] of this.users.get(pointer) ?? []) {
        if (role === "sentence" || role === "clauses") sentences.push([role, element, value]);
        else SHOW[role](element, pointer, value, text, state);
      }
    }
    for (const [role, element, value] of sentences) this.retell(role, element, value);
    if (sentences.length) this.index(); // the next patch must find the new elements
    if (this.asOf) this.stamp(this.asOf);
    for (const element of this.nones) element.hidden = element.dataset.whenNone.split(" ").some((pointer) => this.has(pointer));
    return [...this.root.querySelectorAll("[data-outdated]")];
  }

  // a sentence is written anew; its numbers are figures like all others
  retell(role, element, value) {
    SHOW[role](element, "", value);
    for (const figure of element.querySelectorAll("[data-figure]")) {
      figure.dataset.value = JSON.stringify(this.known.get(figure.dataset.figure)?.value ?? null);
    }
  }

  has(pointer) {
    const known = this.known.get(pointer);
    return known === undefined ? !!this.root.querySelector(`[data-figure="${CSS.escape(pointer)}"]`) : known !== null;
  }

  get(pointer) {
    return this.known.get(pointer);
  }

  stamp(asOf) {
    for (const element of this.root.querySelectorAll("[data-figure]")) element.dataset.asOf = asOf;
  }
}

const SHOW = {
  figure(element, pointer, value, text, state) {
    if (state === "gone") return leave(element, pointer);
    element.dataset.figure = pointer;
    delete element.dataset.awaits;
    element.dataset.state = state;
    element.dataset.value = JSON.stringify(value);
    element.dataset.coverage ??= "1";
    if (element.textContent === text) return;
    element.textContent = text;
    element.classList.add("moved");
    setTimeout(() => element.classList.remove("moved"), HIGHLIGHT_MS);
  },
  awaits(...given) { SHOW.figure(...given); },
  state(element, _pointer, _value, _text, state) { element.dataset.state = state === "gone" ? "" : state; },
  size(element, _pointer, value) {
    element.style.setProperty("--n", Number(value) || 0);
    element.toggleAttribute("data-nil", !Number(value));
  },
  top(element, _pointer, value) { element.style.setProperty("--top", Number(value) || 1); },
  row(element, _pointer, _value, _text, state) { element.hidden = state === "gone"; },
  keyed(element, _pointer, _value, text) { element.toggleAttribute("data-outdated", element.dataset.key !== text); },
  slot(element, _pointer, _value, text) { if (element.textContent !== text) element.textContent = text; },
  link(element, _pointer, _value, text) { element.setAttribute("href", text.startsWith("/") ? text : "#"); },
  sentence(element, _pointer, value) { if (value) sentence(element, value); },
  clauses(element, _pointer, value) { if (value) clauses(element, value); },
};

function leave(element, pointer) {
  element.textContent = "";
  element.dataset.awaits = pointer;
  for (const name of ["figure", "value", "asOf", "state"]) delete element.dataset[name];
}

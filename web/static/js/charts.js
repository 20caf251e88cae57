// The charts of a board: one Bokeh Document for everybody who looks, applied patch by patch.
//
// BokehJS is large, so it is fetched when a chart is about to be seen. Each root goes into the element whose
// data-chart is its name. Colours are tokens: a glyph's tags say `fill_color=risk`, the theme decides.

export class Charts {
  // comeAnew(): asks the line for a snapshot, when what was kept is no longer the newest
  constructor(root, comeAnew = () => {}) {
    this.root = root;
    this.doc = null;
    this.work = null; // one promise chain, once a chart is about to be seen
    this.kept = null; // the snapshot that came before that
    this.comeAnew = comeAnew;
    const dark = matchMedia("(prefers-color-scheme: dark)");
    dark.addEventListener("change", () => this.then(() => this.paint()));
    this.wait();
  }

  // a phone that never scrolls to a chart never fetches BokehJS
  wait() {
    const seen = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      seen.disconnect();
      this.begin();
    }, { rootMargin: "200px" });
    for (const chart of this.root.querySelectorAll("[data-chart]")) seen.observe(chart);
  }

  begin() {
    this.work = load(this.root.dataset.bokeh).catch((error) => console.warn("charts:", error));
    if (this.kept === "outdated") this.comeAnew();
    else if (this.kept) this.snapshot(this.kept);
    this.kept = null;
  }

  // a patch waits until the snapshot before it stands
  then(step) {
    this.work = this.work?.then(() => globalThis.Bokeh && step()).catch((error) => console.warn("charts:", error)) ?? null;
  }

  snapshot(json) {
    if (!this.work) this.kept = json;
    else this.then(() => (this.doc ? this.resync(json) : this.embed(json)));
  }

  patch(message) {
    if (!message.events.length) return;
    if (!this.work) this.kept = "outdated";
    else this.then(() => this.doc?.apply_json_patch(message));
  }

  async embed(json) {
    const { Document } = Bokeh.require("document");
    this.doc = Document.from_json(json);
    this.paint();
    const elements = this.doc.roots().map((root) => this.place(root.name));
    await Bokeh.embed.add_document_standalone(this.doc, document.createElement("div"), elements, false);
  }

  place(name) {
    return this.root.querySelector(`[data-chart="${CSS.escape(name ?? "")}"]`) ?? document.createElement("div");
  }

  // ids are the same in every process: known models are updated in place, without a flicker
  resync(json) {
    this.doc.apply_json_patch({ events: [{ kind: "MessageSent", msg_type: "resync", msg_data: json.roots }] });
    this.paint();
  }

  paint() {
    const style = getComputedStyle(document.documentElement);
    for (const model of this.doc?.all_models ?? []) {
      for (const tag of model.tags ?? []) {
        const [attribute, token] = String(tag).split("=");
        if (token) model.setv({ [attribute]: style.getPropertyValue(`--${token}`).trim() });
      }
    }
  }
}

function load(address) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = resolve;
    script.onerror = () => reject(new Error(`${address} did not load; figures go on without charts`));
    document.head.append(script);
  });
}

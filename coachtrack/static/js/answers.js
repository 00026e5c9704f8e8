// The answers of a talk, each saved by itself while it is typed: two can type in one talk at the same time.
// An entry is a question or a result; what is typed to be added is only kept on this device.

import { forget, keep, keyOf, read, time } from "./drafts.js";

const PAUSE = 1200;
const AGAIN = 10000;
const LOOK = 20000;
const UNSEEN = /-(version|opened|theirs)$/;

class Entry {
  constructor(element, form) {
    this.element = element;
    this.form = form;
    this.key = element.dataset.entry ?? element.dataset.local;
    this.isLocal = !element.dataset.entry;
    this.before = this.words;
  }

  get controls() {
    return [...this.element.querySelectorAll("input, textarea, select")].filter((each) => each.name.startsWith(`${this.key}-`));
  }

  get fields() {
    const found = {};
    for (const each of this.controls) {
      if (UNSEEN.test(each.name)) continue;
      const name = each.name.slice(this.key.length + 1);
      found[name] ??= [];
      if (!["checkbox", "radio"].includes(each.type) || (each.checked && each.value !== "")) found[name].push(each.value);
    }
    return found;
  }

  get words() {
    return JSON.stringify(this.fields);
  }

  get changed() {
    return this.words !== this.before;
  }

  hidden(name) {
    return this.form.elements[`${this.key}-${name}`];
  }

  know({ version, opened }) {
    this.hidden("version").value = version;
    this.hidden("opened").value = opened;
  }

  fill(fields) {
    for (const each of this.controls) {
      if (UNSEEN.test(each.name)) continue;
      const values = fields[each.name.slice(this.key.length + 1)] ?? [];
      if (each.type === "checkbox") each.checked = values.includes(each.value);
      else if (each.type === "radio") each.checked = each.value === (values[0] ?? "");
      else each.value = values[0] ?? "";
    }
  }

  refuse(words) {
    const line = this.element.querySelector("[data-error]");
    if (!line) return;
    line.querySelector("[data-words]").textContent = words;
    line.hidden = !words;
    const field = this.element.querySelector("textarea, input:not([type=hidden])");
    if (words) field?.setAttribute("aria-invalid", "true");
    else field?.removeAttribute("aria-invalid");
  }

  get clash() {
    return this.element.querySelector(".form-conflict");
  }

  // Both texts stand there; nothing is sent until she chooses.
  ask(told, chosen) {
    this.clash?.remove();
    const block = this.form.querySelector("template[data-clash]").content.cloneNode(true).firstElementChild;
    const title = block.querySelector("strong");
    title.textContent = title.textContent.replace("{name}", told.name || "");
    block.querySelector("[data-theirs]").textContent = told.words || "–";
    block.querySelector("[data-mine]").addEventListener("click", () => {
      this.know(told);
      block.remove();
      chosen(this);
    });
    block.querySelector("[data-take]").addEventListener("click", () => {
      this.know(told);
      this.fill(told.fields);
      this.before = this.words;
      block.remove();
      chosen(this);
    });
    this.element.prepend(block);
  }
}

class Step {
  constructor(form) {
    this.form = form;
    this.url = form.dataset.answersUrl;
    this.key = keyOf(this.url);
    this.line = form.querySelector("[data-status]");
    this.others = form.querySelector("[data-others-line]");
    this.entries = [...form.querySelectorAll("[data-entry], [data-local]")].map((element) => new Entry(element, form));
    form.addEventListener("input", () => this.later(PAUSE));
    form.addEventListener("change", () => this.later(PAUSE));
    form.addEventListener("focusout", () => this.send());
    form.addEventListener("submit", () => this.submit());
    window.addEventListener("online", () => this.send(true));
    window.addEventListener("offline", () => this.say(form.dataset.kept, true));
    window.addEventListener("pagehide", () => !this.submitting && this.hold());
    document.addEventListener("visibilitychange", () => this.look());
    this.restore();
    setInterval(() => this.look(), LOOK);
  }

  get waiting() {
    return this.entries.filter((entry) => entry.changed && !entry.isLocal && !entry.clash);
  }

  say(words, kept = false) {
    this.line.textContent = words;
    this.line.classList.toggle("is-kept", kept);
  }

  // What the server does not have yet, on the version it was typed on.
  hold(submitted = false) {
    const held = this.entries.filter((entry) => entry.changed);
    if (!held.length) {
      forget(this.key);
      return;
    }
    const kept = held.map((entry) => [
      entry.key,
      { fields: entry.fields, version: entry.hidden("version")?.value, opened: entry.hidden("opened")?.value },
    ]);
    keep(this.key, Object.fromEntries(kept), submitted);
  }

  restore() {
    const unsent = read(this.key);
    if (!unsent) return;
    if (unsent.submitted && "returned" in this.form.dataset) {
      forget(this.key); // the server answered with what was typed
      return;
    }
    let restored = false;
    for (const entry of this.entries) {
      const kept = unsent.fields[entry.key];
      if (!kept || (entry.isLocal && unsent.submitted) || JSON.stringify(kept.fields) === entry.words) continue;
      entry.fill(kept.fields);
      if (!entry.isLocal) entry.know(kept);
      restored = true;
    }
    if (!restored) {
      forget(this.key);
      return;
    }
    this.say(this.form.dataset.restored, true);
    this.later(PAUSE);
  }

  later(pause) {
    clearTimeout(this.timer);
    this.hold();
    this.timer = setTimeout(() => this.send(), pause);
  }

  look() {
    if (document.visibilityState === "visible") this.send(true);
  }

  body(entries) {
    const body = new FormData();
    body.set("csrf_token", this.form.elements.csrf_token.value);
    for (const entry of this.entries.filter((each) => !each.isLocal)) {
      body.set(`${entry.key}-version`, entry.hidden("version").value);
      if (!entries.includes(entry)) continue;
      body.set(`${entry.key}-opened`, entry.hidden("opened").value);
      for (const [name, values] of Object.entries(entry.fields)) {
        for (const value of values) body.append(`${entry.key}-${name}`, value);
      }
    }
    return body;
  }

  async send(look = false) {
    const sent = this.waiting;
    if (this.busy || this.submitting || !(sent.length || look)) return;
    clearTimeout(this.timer);
    this.busy = true;
    const words = new Map(sent.map((entry) => [entry, entry.words]));
    try {
      const options = { method: "POST", body: this.body(sent), redirect: "manual", headers: { "X-Requested-With": "draft" } };
      const answer = await fetch(this.url, options);
      if (![200, 409, 422].includes(answer.status)) throw new Error(String(answer.status));
      this.heed(await answer.json(), words);
    } catch {
      this.say(this.form.dataset.kept, true);
      this.timer = setTimeout(() => this.send(true), AGAIN);
    } finally {
      this.busy = false;
    }
    this.hold();
  }

  heed(told, words) {
    const at = new Map(this.entries.map((entry) => [entry.key, entry]));
    for (const [entry, sent] of words) {
      const refused = told.refused[entry.key];
      entry.refuse(refused ?? "");
      if (told.clashes[entry.key]) entry.ask(told.clashes[entry.key], () => this.later(0));
      else if (!refused) entry.before = sent;
    }
    for (const [key, versions] of Object.entries(told.saved)) at.get(key)?.know(versions);
    let newer = "";
    for (const [key, theirs] of Object.entries(told.newer)) {
      const entry = at.get(key);
      if (!entry || entry.changed || entry.clash || entry.element.contains(document.activeElement)) continue;
      entry.know(theirs);
      entry.fill(theirs.fields);
      entry.before = entry.words;
      newer = theirs.name || newer;
    }
    this.tell(told, words, newer);
  }

  tell(told, words, newer) {
    const { saved, newer: newerWords, others } = this.form.dataset;
    if (this.others) this.others.textContent = told.others.length ? others.replace("{names}", told.others.join(", ")) : "";
    const stuck = Object.keys(told.refused).length || Object.keys(told.clashes).length;
    const sent = words.size || this.line.classList.contains("is-kept");
    const lines = [newer && newerWords.replace("{name}", newer), sent && !stuck && `${saved.replace("{time}", time())}.`];
    if (newer || stuck || sent) this.say(lines.filter(Boolean).join(" "));
    if (this.waiting.length && ![...words.keys()].some((entry) => told.refused[entry.key])) this.later(PAUSE);
  }

  submit() {
    this.submitting = true;
    clearTimeout(this.timer);
    this.hold(true);
  }
}

export function answers(root) {
  const all = [...root.querySelectorAll("form[data-answers-url]")].map((form) => new Step(form));
  window.addEventListener("pageshow", () => {
    for (const step of all) step.submitting = false;
  });
}

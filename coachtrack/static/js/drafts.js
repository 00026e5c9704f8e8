// Save while typing. The draft lives on the server; this device keeps only what could not be sent yet.

const PAUSE = 1500;
const AGAIN = 15000;
const PREFIX = "coachtrack-unsent:";
const SKIPPED = new Set(["csrf_token", "form_key"]);

function person() {
  return document.body.dataset.person ?? "";
}

export function keyOf(url) {
  return `${PREFIX}${person()}:${url}`;
}

function contents(form) {
  return [...new FormData(form)].filter(([name, value]) => !SKIPPED.has(name) && typeof value === "string");
}

export function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

export function keep(key, fields, submitted = false) {
  try {
    localStorage.setItem(key, JSON.stringify({ fields, submitted }));
  } catch {
    // a full or forbidden store: the text is still in the form
  }
}

export function forget(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    // nothing was kept either
  }
}

function putBack(form, fields) {
  const before = JSON.stringify(contents(form));
  const given = new Map();
  for (const [name, value] of fields) given.set(name, [...(given.get(name) ?? []), value]);
  for (const control of form.elements) {
    if (!control.name || SKIPPED.has(control.name) || control.name === "version" || control.type === "file") continue;
    const values = given.get(control.name);
    if (control.type === "checkbox" || control.type === "radio") control.checked = (values ?? []).includes(control.value);
    else if (values && control.type !== "submit" && control.type !== "hidden") control.value = values[0];
  }
  return JSON.stringify(contents(form)) !== before;
}

export function time() {
  const nl = document.documentElement.lang.startsWith("nl");
  const now = new Date();
  const minutes = String(now.getMinutes()).padStart(2, "0");
  return nl ? `${now.getHours()}.${minutes}` : `${String(now.getHours()).padStart(2, "0")}:${minutes}`;
}

class Draft {
  constructor(form) {
    this.form = form;
    this.url = form.dataset.draftUrl;
    this.key = keyOf(this.url);
    this.line = form.querySelector("[data-draft-status]");
    this.saved = JSON.stringify(contents(form));
    form.addEventListener("input", () => this.later(PAUSE));
    form.addEventListener("change", () => this.later(PAUSE));
    form.addEventListener("focusout", () => this.send());
    form.addEventListener("submit", () => this.submit());
    window.addEventListener("online", () => this.send());
    window.addEventListener("pagehide", () => this.leave());
    this.restore();
  }

  get changed() {
    return JSON.stringify(contents(this.form)) !== this.saved;
  }

  say(words, kept = false) {
    if (!this.line) return;
    this.line.textContent = words;
    this.line.classList.toggle("is-kept", kept);
  }

  restore() {
    const unsent = read(this.key);
    if (!unsent) return;
    if (unsent.submitted && "draftReturned" in this.form.dataset) {
      forget(this.key); // the server answered with what was typed
      return;
    }
    if (putBack(this.form, unsent.fields)) {
      this.say(this.form.dataset.draftRestored, true);
      this.later(PAUSE);
    } else {
      forget(this.key);
    }
  }

  later(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), pause);
  }

  async send() {
    if (this.busy || this.submitting || !this.changed) return;
    clearTimeout(this.timer);
    this.busy = true;
    const fields = contents(this.form);
    const body = new FormData(this.form);
    body.delete("form_key"); // that key belongs to the real sending
    keep(this.key, fields);
    try {
      const answer = await fetch(this.url, {
        method: "POST",
        body,
        redirect: "manual",
        headers: { "X-Requested-With": "draft" },
      });
      if (!answer.ok) throw new Error(String(answer.status));
      const version = answer.headers.get("X-Version");
      if (version && this.form.elements.version) this.form.elements.version.value = version;
      const sent = version ? fields.map(([name, value]) => [name, name === "version" ? version : value]) : fields;
      this.saved = JSON.stringify(sent);
      if (!this.changed) forget(this.key);
      this.say(this.form.dataset.draftSaved.replace("{time}", time()));
    } catch {
      this.say(this.form.dataset.draftKept, true);
      this.later(AGAIN);
    } finally {
      this.busy = false;
    }
    if (this.changed && !this.submitting && !this.line?.classList.contains("is-kept")) this.later(PAUSE);
  }

  submit() {
    this.submitting = true;
    clearTimeout(this.timer);
    keep(this.key, contents(this.form), true);
  }

  leave() {
    if (!this.submitting && this.changed) keep(this.key, contents(this.form));
  }
}

// A page of the same person without the form means that the sending arrived.
function clearArrived(root) {
  if (!person()) return;
  const forms = root.querySelectorAll("form[data-draft-url], form[data-answers-url]");
  const here = new Set([...forms].map((form) => keyOf(form.dataset.draftUrl ?? form.dataset.answersUrl)));
  try {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(`${PREFIX}${person()}:`) && !here.has(key) && read(key)?.submitted) forget(key);
    }
  } catch {
    // no store, nothing to clear
  }
}

export function drafts(root) {
  clearArrived(root);
  const all = [...root.querySelectorAll("form[data-draft-url]")].map((form) => new Draft(form));
  window.addEventListener("pageshow", () => {
    for (const draft of all) draft.submitting = false;
  });
}

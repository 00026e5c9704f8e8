// A passkey: the device is asked, and its answer goes along in an ordinary form. Hidden where a browser has none.

const bytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));

const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

const opened = (list) => (list ?? []).map((each) => ({ ...each, id: bytes(each.id) }));

function asked({ publicKey }) {
  const wish = { ...publicKey, challenge: bytes(publicKey.challenge) };
  if (wish.user) wish.user = { ...wish.user, id: bytes(wish.user.id) };
  wish.excludeCredentials = opened(wish.excludeCredentials);
  wish.allowCredentials = opened(wish.allowCredentials);
  return wish;
}

function answered(credential) {
  const response = { clientDataJSON: text(credential.response.clientDataJSON) };
  for (const part of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[part]) response[part] = text(credential.response[part]);
  }
  return JSON.stringify({ id: credential.id, rawId: text(credential.rawId), type: credential.type, response });
}

async function ask(form) {
  const question = await fetch(form.dataset.passkeyQuestion, {
    method: "POST",
    body: new URLSearchParams({ csrf_token: form.elements.csrf_token.value }),
    headers: { "X-Requested-With": "passkey" },
  });
  if (question.status === 401) return location.reload();
  if (!question.ok) throw new Error(question.statusText);
  const publicKey = asked(await question.json());
  const device = navigator.credentials;
  const credential = form.dataset.passkey === "create" ? await device.create({ publicKey }) : await device.get({ publicKey });
  form.elements.credential.value = answered(credential);
  return form.submit();
}

export function passkeys(root) {
  if (!window.PublicKeyCredential) return;
  for (const warning of root.querySelectorAll("[data-no-passkey]")) warning.hidden = true;
  for (const form of root.querySelectorAll("form[data-passkey]")) {
    const said = form.querySelector("[data-passkey-said]");
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (form.dataset.busy) return;
      form.dataset.busy = "yes";
      said.hidden = true;
      try {
        await ask(form);
      } catch {
        said.hidden = false;
      }
      delete form.dataset.busy;
    });
  }
}

"use strict";
// Offers passkeys where the browser has them and this page is where they are bound to; asks the device, and sends what it answers with the form.
{
  const bytes = text => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), letter => letter.charCodeAt(0));
  const text = buffer => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

  async function make(asked) {
    asked.user.id = bytes(asked.user.id);
    asked.excludeCredentials = asked.excludeCredentials.map(each => ({ ...each, id: bytes(each.id) }));
    const { response } = await navigator.credentials.create({ publicKey: asked });
    return { clientData: text(response.clientDataJSON), attestation: text(response.attestationObject) };
  }

  async function sign(asked) {
    const { rawId, response } = await navigator.credentials.get({ publicKey: asked });
    return {
      credential: text(rawId),
      clientData: text(response.clientDataJSON),
      authenticatorData: text(response.authenticatorData),
      signature: text(response.signature),
      userHandle: text(response.userHandle || new ArrayBuffer(0))
    };
  }

  for (const part of document.querySelectorAll("[data-passkey]")) {
    const { origin, passkey } = part.dataset;
    if (!window.PublicKeyCredential || location.origin !== origin) continue;
    const button = part.querySelector("button");
    const status = part.querySelector("[role=status]");
    const send = answer => {
      for (const [name, value] of Object.entries(answer)) {
        const field = document.createElement("input");
        Object.assign(field, { type: "hidden", name, value });
        button.form.append(field);
      }
      button.form.action = passkey;
      button.form.submit();
    };
    part.hidden = false;
    button.addEventListener("click", async () => {
      button.disabled = true;
      status.textContent = status.dataset.wait;
      try {
        const fields = new URLSearchParams(new FormData(button.form));
        fields.delete("once"); // Each time it is asked anew.
        const answer = await fetch(`${passkey.replace(/\/add$/, "")}/challenge`, { method: "POST", body: fields });
        if (!answer.ok) return send({}); // The room says on its page what is wrong.
        const { publicKey } = await answer.json();
        publicKey.challenge = bytes(publicKey.challenge);
        send(await (publicKey.user ? make : sign)(publicKey));
      } catch (failure) {
        status.textContent = failure.name === "InvalidStateError" ? status.dataset.known : status.dataset.failed;
        button.disabled = false;
      }
    });
  }
}

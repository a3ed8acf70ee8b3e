// Signing in and setting up with a passkey. Without a browser that has them, or without scripts, the password remains.

const form = document.querySelector('[data-passkey]');
const creating = form.dataset.passkey === 'create';
const problem = form.querySelector('[data-passkey-error]');

async function options(kind) {
  const data = new FormData();
  for (const name of ['__RequestVerificationToken', 'userName', 'code']) {
    const field = form.elements.namedItem(name);
    if (field?.value) data.set(name, field.value);
  }
  const response = await fetch(`/account/passkey/${kind}-options`, { method: 'POST', body: data });
  if (!response.ok) throw new Error(`The server answered ${response.status}.`);
  return response.json();
}

async function present() {
  problem.hidden = true;
  try {
    const credential = creating
      ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(await options('creation')) })
      : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(await options('request')) });
    form.elements.namedItem('credential').value = JSON.stringify(credential);
    form.submit();
  } catch (error) {
    problem.textContent = form.dataset.passkeyFailed;
    problem.hidden = false;
    console.info('passkey:', error.message);
  }
}

if (window.PublicKeyCredential?.parseCreationOptionsFromJSON) {
  if (creating) {
    const choice = form.querySelector('[data-passkey-choice]');
    const box = choice.querySelector('input');
    const password = form.querySelector('[data-password]');
    choice.hidden = false;
    box.addEventListener('change', () => {
      password.hidden = box.checked;
      password.querySelector('input').required = !box.checked;
    });
    form.addEventListener('submit', (event) => {
      if (!box.checked) return;
      event.preventDefault();
      present();
    });
  } else {
    const button = form.querySelector('[data-passkey-button]');
    button.hidden = false;
    button.addEventListener('click', present);
  }
}

const zone = form.querySelector('[data-own-zone]');
if (zone) {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if ([...zone.options].some((option) => option.value === own)) zone.value = own;
}

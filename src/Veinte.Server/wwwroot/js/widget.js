// The widget: cx('survey', token) opens a box, <cx-survey survey="token"> asks in its place. Everything lies in a shadow root:
// neither page sees the other's styles. No cookies, no storage. Served with survey.js in one file, /cx.js.
const script = document.currentScript;
const origin = new URL(script?.src ?? location.href).origin;
const defaultKey = script?.dataset.key;

const sheet = new CSSStyleSheet();
sheet.replaceSync(`
  :host { display: block; }
  .box { position: fixed; inset: auto 1rem 1rem auto; z-index: 2147483000; width: min(26rem, calc(100vw - 2rem)); max-height: min(42rem, calc(100vh - 2rem)); overflow: auto; border: 1px solid var(--answer-rule); border-radius: 16px; background: var(--answer-paper); box-shadow: 0 12px 48px rgb(0 0 0 / 28%); }
  .close { position: sticky; top: 0; float: right; width: 2.75rem; height: 2.75rem; margin: 0.4rem; border: 0; border-radius: 50%; background: transparent; font-size: 1.4rem; line-height: 1; z-index: 1; }
  .answer { padding: 1.1rem 1.1rem 1.25rem; }
  h1 { font-size: 1.25rem; } h1:focus { outline: none; }
  .points.p11 { grid-template-columns: repeat(6, minmax(0, 1fr)); }`);

function themed(root, form) {
  if (!form.theme) return;
  const theme = new CSSStyleSheet();
  theme.replaceSync(`:host { color-scheme: only light; ${[['paper', 'paper'], ['ink', 'ink'], ['accent', 'accent'], ['accent-ink', 'accentInk']].map(([name, member]) => `--answer-${name}: ${form.theme[member]};`).join(' ')} }`);
  root.adoptedStyleSheets.push(theme);
}

// Answers that cannot be sent at once are tried again while the page is open; they carry the same id every time.
async function send(token, post) {
  for (let wait = 1000; wait <= 64_000; wait *= 2) {
    try {
      const answer = await fetch(`${origin}/s/${token}/responses`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(post), credentials: 'omit', keepalive: true });
      if (answer.ok) return true;
      if (answer.status < 500 && answer.status !== 429) return false;
    } catch {
      // No network just now.
    }
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
  return false;
}

async function begin(host, token, { user, key = defaultKey, language = document.documentElement.lang, onDone } = {}) {
  const query = user ? `?user=${encodeURIComponent(user)}` : '';
  const answer = await fetch(`${origin}/s/${encodeURIComponent(token)}/form${query}`, { credentials: 'omit' });
  if (answer.status !== 200) return null;
  const form = await answer.json();
  const root = host.attachShadow({ mode: 'open' });
  root.append(make('link', { rel: 'stylesheet', href: `${origin}/css/answer.css` }));
  root.adoptedStyleSheets.push(sheet);
  themed(root, form);
  const place = make('main', { class: 'answer' });
  const id = newId();
  const wished = [language, ...navigator.languages].map((tag) => tag?.split('-')[0]).find((tag) => form.languages.includes(tag));
  ask(form, place, {
    language: wished,
    focus: false,
    done: (answers, spoken) => {
      thank(form, place, spoken);
      if (Object.keys(answers).length > 0) send(token, { id, answers, language: spoken, version: form.version, ...(user && key ? { user, key } : {}) });
      host.dispatchEvent(new CustomEvent('cx-survey-finished', { bubbles: true, composed: true }));
      onDone?.();
    },
  });
  return { root, place, form };
}

class Survey extends HTMLElement {
  connectedCallback() {
    if (this.shadowRoot || !this.getAttribute('survey')) return;
    begin(this, this.getAttribute('survey'), { user: this.getAttribute('user') ?? undefined, language: this.getAttribute('lang') ?? undefined })
      .then((begun) => begun?.root.append(begun.place));
  }
}

async function survey(token, options) {
  const host = make('div', { role: 'dialog', 'aria-modal': 'false' });
  const before = document.activeElement;
  const close = () => { host.remove(); before?.focus?.(); };
  const begun = await begin(host, token, { ...options, onDone: () => setTimeout(close, 4000) });
  if (!begun) return false;
  const words = begun.form.words[begun.form.languages[0]];
  begun.root.append(make('div', { class: 'box' }, make('button', { type: 'button', class: 'close', 'aria-label': words.close, click: close }, '×'), begun.place));
  host.addEventListener('keydown', (event) => { if (event.key === 'Escape') close(); });
  document.body.append(host);
  begun.root.querySelector('.close').focus();
  return true;
}

window.cx = (command, ...rest) => {
  if (command === 'survey') return survey(...rest);
  throw new TypeError(`cx: '${command}' is not known. Use cx('survey', token, { user, key, language }).`);
};
if (!customElements.get('cx-survey')) customElements.define('cx-survey', Survey);

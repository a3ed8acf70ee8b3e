// What every page gains from a script: shortcuts, the theme without a reload, copy buttons, a search that answers while
// one types. Everything here also works without it, by plain links and forms.

const editable = (target) => target.closest('input, textarea, select, [contenteditable]');

function shortcuts() {
  let awaitingPage = 0;
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || editable(event.target)) return;
    if (event.key === '/') {
      const search = document.querySelector('[data-search-first]') ?? document.querySelector('#find');
      if (!search) return;
      event.preventDefault();
      search.focus();
      search.select();
    } else if (event.key === '?') {
      document.querySelector('#shortcuts')?.showModal();
    } else if (event.key === 'g') {
      awaitingPage = event.timeStamp;
    } else if (awaitingPage && event.timeStamp - awaitingPage < 1500) {
      awaitingPage = 0;
      document.querySelector(`[data-shortcut="${CSS.escape(event.key)}"]`)?.click();
    } else if (event.key === 'p') {
      document.querySelector('[data-live-pause]')?.click();
    }
  });
}

function theme() {
  document.querySelectorAll('[data-theme-form]').forEach((form) => form.addEventListener('submit', async (event) => {
    const chosen = event.submitter?.value;
    if (!chosen) return;
    event.preventDefault();
    document.documentElement.dataset.theme = chosen;
    const scheme = document.querySelector('meta[name="color-scheme"]');
    if (scheme) scheme.content = chosen === 'auto' ? 'light dark' : chosen;
    form.querySelectorAll('button').forEach((button) => button.setAttribute('aria-pressed', String(button.value === chosen)));
    const data = new FormData(form);
    data.set('theme', chosen);
    await fetch(form.action, { method: 'POST', body: data, redirect: 'manual' });
  }));
}

function copying() {
  document.addEventListener('click', async (event) => {
    const button = event.target.closest('[data-copy]');
    if (!button) return;
    const source = document.getElementById(button.dataset.copy);
    await navigator.clipboard.writeText(source.value ?? source.textContent.trim());
    const word = button.querySelector('[data-copy-word]') ?? button;
    const before = word.textContent;
    word.textContent = button.dataset.copied;
    setTimeout(() => { word.textContent = before; }, 1800);
  });
}

// A form with data-answers="#id" shows its answer in that element while one types; Enter still opens the whole page.
function answering() {
  document.querySelectorAll('form[data-answers]').forEach((form) => {
    let last;
    let timer;
    const ask = async () => {
      const address = `${form.getAttribute('action')}?${new URLSearchParams(new FormData(form))}`;
      const own = (last = new AbortController());
      try {
        const response = await fetch(address, { signal: own.signal, headers: { Accept: 'text/html' } });
        if (!response.ok) return;
        const page = new DOMParser().parseFromString(await response.text(), 'text/html');
        const [from, to] = [page.querySelector(form.dataset.answers), document.querySelector(form.dataset.answers)];
        if (own === last && from && to) {
          to.replaceWith(document.adoptNode(from));
          const status = document.querySelector('[data-answers-status]');
          if (status) status.textContent = from.dataset.status ?? '';
          history.replaceState(null, '', address);
        }
      } catch (error) {
        if (error.name !== 'AbortError') throw error;
      }
    };
    form.addEventListener('input', () => {
      last?.abort();
      clearTimeout(timer);
      timer = setTimeout(ask, 180);
    });
    form.addEventListener('change', (event) => {
      if (event.target.matches('select')) ask();
    });
  });
}

// A question that must be answered before a form is sent.
function confirming() {
  document.addEventListener('submit', (event) => {
    const question = event.submitter?.dataset.confirm ?? event.target.dataset.confirm;
    if (question && !confirm(question)) event.preventDefault();
  });
}

// On a phone the preferences and the menu lie over the page: a click elsewhere or Escape closes them.
function closing() {
  document.querySelectorAll('.preferences, .more-pages').forEach((sheet) => {
    document.addEventListener('click', (event) => {
      if (sheet.open && !sheet.contains(event.target) && matchMedia('(max-width: 61.99rem)').matches) sheet.open = false;
    });
    sheet.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') {
        sheet.open = false;
        sheet.querySelector('summary').focus();
      }
    });
  });
}

shortcuts();
theme();
copying();
answering();
confirming();
closing();

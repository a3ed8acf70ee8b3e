// What a script adds to the page customers answer on; everything works without it.

// In a frame of another page: tell how high we are, so that nobody scrolls within a box. Nothing else is told.
if (window.parent !== window) {
  const tell = () => window.parent.postMessage({ type: 'cx-survey-height', height: Math.ceil(document.documentElement.getBoundingClientRect().height) }, '*');
  new ResizeObserver(tell).observe(document.body);
  tell();
  if (document.querySelector('[data-finished]')) window.parent.postMessage({ type: 'cx-survey-finished' }, '*');
}

// A score that came with the address is confirmed once a person can see the page. Whoever only fetches it confirms nothing,
// and whoever wants another number still has a moment to choose it.
const confirming = document.querySelector('form[data-confirm]');
if (confirming) {
  const WAIT = 1500;
  let timer;
  const seen = () => document.visibilityState === 'visible' && !document.prerendering && document.hasFocus();
  const arm = () => {
    clearTimeout(timer);
    if (seen()) timer = setTimeout(() => seen() && confirming.requestSubmit(confirming.querySelector('[data-go]')), WAIT);
  };
  for (const [target, type] of [[document, 'visibilitychange'], [document, 'prerenderingchange'], [window, 'focus']]) target.addEventListener(type, arm);
  confirming.addEventListener('change', () => {
    clearTimeout(timer);
    const button = confirming.querySelector('[data-go]');
    button.textContent = button.textContent.replace(/\d+/u, confirming.elements.a.value);
  });
  confirming.addEventListener('pointerdown', () => clearTimeout(timer));
  confirming.addEventListener('keydown', () => clearTimeout(timer));
  arm();
}

// A second tap on a button must not send the form twice; the first is on its way.
document.addEventListener('submit', (event) => {
  if (event.target.dataset.sent) event.preventDefault();
  event.target.dataset.sent = 'yes';
});
window.addEventListener('pageshow', () => document.querySelectorAll('form').forEach((form) => delete form.dataset.sent));

// Speaking instead of typing, where the browser can. What it cannot do it says in words, and typing always works. The sound goes
// to whoever the browser's maker chose to recognise speech, never to Veinte.

// Why nothing was heard, by the browser's own name for it.
const REASONS = { 'not-allowed': 'speakForbidden', 'service-not-allowed': 'speakForbidden', 'audio-capture': 'speakNoMicrophone', network: 'speakNoNetwork', 'no-speech': 'speakNothing', 'language-not-supported': 'speakLanguage' };

// The regional variety the person's browser prefers: «ahorita» and «ordenador» are heard better by one who knows them.
function spoken() {
  const page = document.documentElement.lang.slice(0, 2);
  return navigator.languages.find((tag) => tag.length > 2 && tag.slice(0, 2).toLowerCase() === page) ?? { en: 'en-GB' }[page] ?? 'es-ES';
}

/**
 * Lets a button fill a field by voice. Hidden where the browser cannot.
 * @returns a function that ends it and drops what is still on its way.
 */
export function dictation(button, field, status, words) {
  const Recognition = window.SpeechRecognition ?? window.webkitSpeechRecognition;
  if (!Recognition) return () => {};
  const label = button.querySelector('span');
  let hearing = null;
  button.hidden = false;

  function tell(text) {
    status.textContent = text ?? '';
    status.hidden = !text;
  }

  function rest() {
    hearing = null;
    label.textContent = words.speak;
    button.setAttribute('aria-pressed', 'false');
  }

  function drop() {
    const late = hearing;
    tell();
    if (!late) return;
    rest();
    late.abort();
  }

  function begin() {
    const mine = new Recognition();
    const before = field.value.trim();
    Object.assign(mine, { lang: spoken(), interimResults: true, continuous: true });
    mine.onresult = (event) => {
      if (mine !== hearing) return;
      const said = [...event.results].map((result) => result[0].transcript.trim()).filter(Boolean).join(' ');
      field.value = [before, said].filter(Boolean).join(' ').slice(0, field.maxLength);
    };
    mine.onerror = (event) => {
      if (mine === hearing && event.error !== 'aborted') tell(words[REASONS[event.error] ?? 'speakFailed']);
    };
    mine.onend = () => { if (mine === hearing) rest(); };
    tell();
    hearing = mine;
    try {
      mine.start();
    } catch {
      rest();
      tell(words.speakFailed);
      return;
    }
    label.textContent = words.listening;
    button.setAttribute('aria-pressed', 'true');
  }

  button.addEventListener('click', () => {
    if (hearing) hearing.stop();
    else begin();
  });
  // Nobody's pocket is listened to.
  document.addEventListener('visibilitychange', () => { if (document.hidden && hearing) hearing.stop(); });
  return drop;
}

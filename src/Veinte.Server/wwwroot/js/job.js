// A job that a page waits for: how far it is, once a second, and the page anew when it has ended, as soon as nobody is typing into it.

const pause = 1000;
const unfinished = ['running', 'waiting'];
const locale = document.documentElement.lang === 'es' ? 'es-ES' : 'en-GB';
const percent = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
const wait = (time) => new Promise((done) => { setTimeout(done, time); });
const typing = () => document.activeElement?.matches('input:not([type=hidden]), textarea, select');

// Who is told so gets no other answer by asking again: the session has ended, or it is not for him to see.
const refused = [401, 403];

/** What is known of the job now: its state 'gone' when nobody knows it any more, nothing when nobody can be asked just now. */
async function ask(id) {
  try {
    const answer = await fetch(`/api/v1/jobs/${id}`, { headers: { accept: 'application/json' } });
    if (answer.status === 404) return { state: 'gone' };
    if (refused.includes(answer.status)) return { state: 'refused' };
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

async function follow(box) {
  const bar = box.querySelector('progress');
  const words = box.querySelector('[data-words]');
  const link = box.querySelector('[data-refresh]');
  for (;;) {
    await wait(pause);
    if (document.hidden) continue;
    const job = await ask(box.dataset.job);
    if (!job) continue;
    if (job.state === 'refused') {
      link.hidden = false;
      return;
    }
    if (!unfinished.includes(job.state)) break;
    // It comes by itself now.
    link.hidden = true;
    bar.max = Math.max(1, job.total);
    bar.value = job.done;
    words.textContent = words.dataset.words.replace('{0}', `${percent.format(job.total > 0 ? 100 * job.done / job.total : 0)} %`);
  }
  while (typing()) await wait(pause);
  location.reload();
}

document.querySelectorAll('[data-job]').forEach(follow);

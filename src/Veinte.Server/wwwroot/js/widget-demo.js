// What a page of a firm does: opens the widget on a press, and lets a frame be as high as its content.
document.querySelector('[data-open-survey]')?.addEventListener('click', (event) => window.cx('survey', event.currentTarget.dataset.openSurvey));

window.addEventListener('message', (event) => {
  const frame = document.querySelector('[data-survey-frame]');
  if (event.source === frame?.contentWindow && event.data?.type === 'cx-survey-height') frame.height = String(Math.min(2000, event.data.height));
});

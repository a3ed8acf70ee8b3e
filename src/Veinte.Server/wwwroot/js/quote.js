// A quote's card as PNG: drawn from the SVG by the browser, which has the fonts.
const card = document.querySelector('[data-card]');
const button = document.querySelector('[data-png]');
button.hidden = false;
button.addEventListener('click', async () => {
  await card.decode();
  const paper = Object.assign(document.createElement('canvas'), { width: 1200, height: 630 });
  paper.getContext('2d').drawImage(card, 0, 0, 1200, 630);
  const picture = await new Promise((resolve) => paper.toBlob(resolve, 'image/png'));
  const link = Object.assign(document.createElement('a'), { href: URL.createObjectURL(picture), download: 'veinte-quote.png' });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1_000);
});

// Drawings as PNG: the browser draws the SVG, for it has the fonts. Each button says which drawing and how large.
for (const button of document.querySelectorAll('button[data-png]')) {
  button.hidden = false;
  button.addEventListener('click', async () => {
    const drawing = new Image();
    drawing.src = button.dataset.png;
    await drawing.decode();
    const [width, height] = [Number(button.dataset.width), Number(button.dataset.height)];
    const paper = Object.assign(document.createElement('canvas'), { width, height });
    paper.getContext('2d').drawImage(drawing, 0, 0, width, height);
    const picture = await new Promise((resolve) => paper.toBlob(resolve, 'image/png'));
    const link = Object.assign(document.createElement('a'), { href: URL.createObjectURL(picture), download: button.dataset.name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1_000);
  });
}

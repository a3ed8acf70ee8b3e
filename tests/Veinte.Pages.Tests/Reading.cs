namespace Veinte.Pages.Tests;

/// <summary>What a script can see of whether a page can be read.</summary>
internal static class Reading
{
    /// <summary>
    /// Script that names what is wider than the window, text with less contrast than WCAG 2.2 AA asks for (4.5, or 3 for
    /// large text, against the background below it), images and fields without a name, and identifiers used twice.
    /// </summary>
    public const string Faults = """
        () => {
          const faults = [];
          const root = document.documentElement;
          if (root.scrollWidth > root.clientWidth) faults.push(`wider than the window by ${root.scrollWidth - root.clientWidth}px`);

          const paper = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
          const parse = (colour) => {
            paper.clearRect(0, 0, 1, 1);
            paper.fillStyle = colour;
            paper.fillRect(0, 0, 1, 1);
            const [r, g, b, a] = paper.getImageData(0, 0, 1, 1).data;
            return [r, g, b, a / 255];
          };
          const over = (top, below) => [0, 1, 2].map((i) => top[i] * top[3] + below[i] * (1 - top[3])).concat(1);
          const behind = (element) => {
            const layers = [];
            for (let at = element; at; at = at.parentElement) layers.push(parse(getComputedStyle(at).backgroundColor));
            return layers.reverse().reduce((below, top) => over(top, below), [255, 255, 255, 1]);
          };
          const light = (colour) => {
            const [r, g, b] = colour.map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
            return 0.2126 * r + 0.7152 * g + 0.0722 * b;
          };
          const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          while (walk.nextNode()) {
            const element = walk.currentNode.parentElement;
            if (!walk.currentNode.textContent.trim() || !element.checkVisibility() || element.closest('.unseen, script, option, noscript')) continue;
            const style = getComputedStyle(element);
            const below = behind(element);
            const ink = over(parse(element.closest('svg') ? style.fill : style.color), below);
            const [high, low] = [light(ink), light(below)].sort((a, b) => b - a);
            const size = parseFloat(style.fontSize);
            const enough = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5;
            const contrast = (high + 0.05) / (low + 0.05);
            if (contrast < enough) faults.push(`contrast ${contrast.toFixed(2)} of "${walk.currentNode.textContent.trim().slice(0, 30)}"`);
          }

          for (const field of document.querySelectorAll('input:not([type=hidden]), select, textarea'))
            if (!field.labels?.length && !field.getAttribute('aria-label')) faults.push(`no label: ${field.outerHTML.slice(0, 60)}`);
          for (const image of document.querySelectorAll('img:not([alt]), svg:not([aria-hidden]):not([aria-label])'))
            faults.push(`no name: ${image.outerHTML.slice(0, 60)}`);
          for (const control of document.querySelectorAll('a[href], button, summary'))
            if (!control.textContent.trim() && !control.getAttribute('aria-label')) faults.push(`no words: ${control.outerHTML.slice(0, 60)}`);
          const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
          for (const id of new Set(ids.filter((id, index) => ids.indexOf(id) !== index))) faults.push(`id twice: ${id}`);
          return faults;
        }
        """;
}

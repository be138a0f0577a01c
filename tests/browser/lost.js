// What a reader cannot get at: text that is cut off, lies over other text, or past the edge of a page
// that should not scroll sideways. Gives a list of faults.
const faults = [];
const name = (e) => `<${e.localName} class="${e.getAttribute('class') || ''}"> “${(e.textContent || '').trim().slice(0, 40)}”`;
const across = document.scrollingElement.scrollWidth;
if (across > innerWidth) faults.push(`scrolls sideways: ${across} in ${innerWidth}`);

// Meant for screen readers alone, or brought back by a key.
const seen = new Map();
const unseen = (e) => {
  if (!e || e === document.documentElement) return false;
  if (!seen.has(e)) {
    const style = getComputedStyle(e);
    seen.set(e, e.matches('.skip') || style.clipPath === 'inset(50%)' || style.visibility === 'hidden' || unseen(e.parentElement));
  }
  return seen.get(e);
};
const scrolls = (e) => e && (['auto', 'scroll'].includes(getComputedStyle(e).overflowX) || scrolls(e.parentElement));
const hides = (value) => value === 'hidden' || value === 'clip';

for (const e of document.body.querySelectorAll('*')) {
  if (e.closest('svg') || unseen(e)) continue;
  const style = getComputedStyle(e);
  if ((hides(style.overflowX) && e.scrollWidth > e.clientWidth + 1) || (hides(style.overflowY) && e.scrollHeight > e.clientHeight + 1)) {
    faults.push(`cuts off ${name(e)}`);
  }
}

const lines = [];
const range = document.createRange();
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
for (let node = walker.nextNode(); node; node = walker.nextNode()) {
  const e = node.parentElement;
  if (!node.data.trim() || ['title', 'desc', 'style'].includes(e.localName) || !e.checkVisibility() || unseen(e)) continue;
  range.selectNodeContents(node);
  // A text of a picture is one box; the glyphs of a line of text lie within the middle of theirs.
  const boxes = e.closest('svg') ? [e.getBoundingClientRect()] : range.getClientRects();
  const inset = e.closest('svg') ? 0.15 : 0.2;
  for (const box of boxes) {
    if (box.width < 1 || box.height < 1) continue;
    if ((box.right > innerWidth + 1 || box.left < -1) && !scrolls(e)) faults.push(`past the edge: ${name(e)}`);
    lines.push({ e, node, left: box.left + 1, right: box.right - 1, top: box.top + box.height * inset, bottom: box.bottom - box.height * inset });
  }
}
lines.sort((a, b) => a.top - b.top);
for (let i = 0; i < lines.length; i += 1) {
  for (let j = i + 1; j < lines.length && lines[j].top < lines[i].bottom; j += 1) {
    const [a, b] = [lines[i], lines[j]];
    if (a.node === b.node || a.right <= b.left || b.right <= a.left) continue;
    faults.push(`${name(a.e)} lies over ${name(b.e)}`);
  }
}
return [...new Set(faults)];

// Pictures in the reader's own few colours: every mark and every text of a chart or map can be told
// from the ground. Gives a list of faults.
const faults = [];
if (!matchMedia('(forced-colors: active)').matches) faults.push('colours are not forced');
const probe = document.createElement('span');
probe.style.cssText = 'forced-color-adjust: none; color: Canvas';
document.body.append(probe);
const canvas = getComputedStyle(probe).color;
probe.remove();
const parse = (colour) => (colour.match(/[\d.]+/g) || []).map(Number);
const light = (colour) => {
  const [x, y, z] = parse(colour).slice(0, 3).map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
  return 0.2126 * x + 0.7152 * y + 0.0722 * z;
};
const clear = (colour, opacity) => {
  if (colour === 'none' || parse(colour)[3] === 0 || Number(opacity) < 0.5) return false;
  const [a, b] = [light(colour), light(canvas)].sort((x, y) => y - x);
  return (a + 0.05) / (b + 0.05) >= 3;
};
for (const e of document.querySelectorAll('main svg :is(circle, ellipse, rect, path, line, polyline, polygon, text)')) {
  if (e.closest('defs, pattern, .map-target, .map-frame, .map-cell') || !e.checkVisibility()) continue;
  const style = getComputedStyle(e);
  // The number in a circle stands on the circle and not on the ground.
  const within = e.matches('.map-number') && !e.previousElementSibling?.matches('.map-somewhere');
  if (within) continue;
  if (!clear(style.fill, style.fillOpacity) && !clear(style.stroke, style.strokeOpacity)) {
    const box = e.getBoundingClientRect();
    faults.push(`in forced colours <${e.localName} class="${e.getAttribute('class') || ''}"> is not seen: fill ${style.fill}, stroke ${style.stroke}, ${box.width} by ${box.height}`);
  }
}
return [...new Set(faults)];

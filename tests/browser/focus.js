// Where the key has gone to. Called before every key with the number of the element that had the focus;
// gives the number of the one that has it now (-1: none), how many there are, and a fault or nothing.
const last = arguments[0];
if (last < 0) {
  window.stops = [...document.querySelectorAll('a[href], summary, button, input, select, textarea, [tabindex]')]
    .filter((e) => e.checkVisibility() && e.tabIndex >= 0);
}
const e = document.activeElement;
if (!e || e === document.body) return [-1, stops.length, ''];
const name = e.outerHTML.slice(0, 120);
const style = getComputedStyle(e);
const at = e.getBoundingClientRect();
const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
const onScreen = at.width > 0 && at.bottom > 0 && at.top < innerHeight && at.right > 0 && at.left < innerWidth;
const place = stops.indexOf(e);
let fault = '';
if (!outlined || !onScreen) fault = `the focus is not seen on ${name}`;
else if (place < 0) fault = `the focus comes upon ${name}, which is no link`;
else if (place !== last + 1) fault = `the focus leaps from ${last} to ${place}, ${name}`;
return [place < 0 ? last + 1 : place, stops.length, fault];

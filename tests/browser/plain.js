// The page without its style sheets. Gives a list of faults.
const faults = [];
for (const sheet of document.styleSheets) sheet.disabled = true;
const all = (selector) => [...document.querySelectorAll(selector)];
const headings = all('h1, h2, h3, h4, h5, h6');
if (headings[0]?.localName !== 'h1') faults.push('the first heading is no h1');
headings.reduce((above, e) => {
  const level = Number(e.localName[1]);
  if (level > above + 1) faults.push(`without styles skips a level at “${e.textContent}”`);
  return level;
}, 0);
for (const [selector, display] of [['table', 'table'], ['tr', 'table-row'], ['td', 'table-cell'], ['li', 'list-item']]) {
  for (const e of all(selector)) {
    if (e.checkVisibility() && getComputedStyle(e).display !== display) faults.push(`without styles a ${selector} is none`);
  }
}
const order = ['.skip', '.masthead', 'main', '.foot'].map((one) => document.querySelector(one));
order.reduce((before, e) => {
  if (before.getBoundingClientRect().bottom > e.getBoundingClientRect().bottom) faults.push(`without styles ${e.className || e.localName} stands too early`);
  return e;
});
for (const e of all('s')) {
  if (!getComputedStyle(e).textDecorationLine.includes('line-through')) faults.push('without styles nothing is struck out');
}
if (document.scrollingElement.scrollWidth > innerWidth) faults.push('without styles scrolls sideways');
return faults;

// What a browser can say of the page that it shows. Gives a list of faults.
const faults = [];
const all = (selector) => [...document.querySelectorAll(selector)];
const name = (e) => `<${e.localName} class="${e.className}"> “${(e.textContent || '').trim().slice(0, 40)}”`;

const filter = (document.body.className === 'page-incidents' && document.getElementById('filter'))
  || (document.body.className === 'page-search' && document.getElementById('search')) ? 1 : 0;
if ([...document.scripts].filter((one) => one.type !== 'application/ld+json').length !== filter) faults.push('holds a script that runs');
if (filter && all('form').some((e) => e.checkVisibility({ visibilityProperty: true }))) faults.push('shows a form that does nothing');
for (const e of all('*')) {
  for (const attribute of e.attributes) {
    if (attribute.name.startsWith('on')) faults.push(`${name(e)} has ${attribute.name}`);
  }
}

const root = document.documentElement;
if (!root.lang || !root.dir) faults.push('has no language or direction');
if (!document.title.trim()) faults.push('has no title');
for (const one of ['main', 'h1', 'header.masthead', 'footer.foot']) {
  if (all(one).length !== 1) faults.push(`has ${all(one).length} ${one}`);
}

let level = 0;
for (const e of all('h1, h2, h3, h4, h5, h6')) {
  const own = Number(e.localName[1]);
  if (own > level + 1) faults.push(`skips a level of headings at ${name(e)}`);
  level = own;
}

const ids = new Set();
for (const e of all('[id]')) {
  if (ids.has(e.id)) faults.push(`has the id ${e.id} twice`);
  ids.add(e.id);
}
for (const e of all('[aria-labelledby]')) {
  if (!ids.has(e.getAttribute('aria-labelledby'))) faults.push(`${name(e)} is named by nothing`);
}
for (const e of all('a[href], summary, nav, section, [tabindex]')) {
  const label = e.getAttribute('aria-label') || e.getAttribute('aria-labelledby') || e.textContent.trim();
  if (!label) faults.push(`${name(e)} has no name`);
}
for (const e of all('img:not([alt])')) faults.push(`${name(e)} has no alternative`);
for (const e of all('table')) {
  if (!e.caption && !e.parentElement.getAttribute('aria-label') && !e.parentElement.getAttribute('aria-labelledby')) {
    faults.push(`${name(e)} has no name`);
  }
}

// Contrast of every text with what is behind it.
const parse = (colour) => (colour.match(/[\d.]+/g) || []).map(Number);
const light = ([r, g, b]) => {
  const [x, y, z] = [r, g, b].map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
  return 0.2126 * x + 0.7152 * y + 0.0722 * z;
};
const ground = (e) => {
  for (; e; e = e.parentElement) {
    const colour = parse(getComputedStyle(e).backgroundColor);
    if (colour.length === 3 || colour[3] > 0) return colour;
  }
  return matchMedia('(prefers-color-scheme: dark)').matches ? [18, 18, 18] : [255, 255, 255];
};
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
for (let node = walker.nextNode(); node; node = walker.nextNode()) {
  if (!node.data.trim()) continue;
  const e = node.parentElement;
  const style = getComputedStyle(e);
  const size = parseFloat(style.fontSize);
  const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
  const [a, b] = [light(parse(style.color)), light(ground(e))].sort((x, y) => y - x);
  const contrast = (a + 0.05) / (b + 0.05);
  if (contrast < (large ? 3 : 4.5)) faults.push(`contrast ${contrast.toFixed(2)} of ${name(e)}`);
}
return faults;

// Filters the list of all incidents. The page is whole without it. What is chosen stands in the
// address after #, which no server is sent; the incidents come as scripts, so that it works from disk.
(() => {
  'use strict';
  const form = document.getElementById('filter');
  const list = document.getElementById('by-year');
  const result = document.getElementById('filter-result');
  if (!form || !list || !result || !window.URLSearchParams) return;
  const given = form.dataset;
  const status = form.querySelector('[role=status]');
  const body = result.querySelector('tbody');
  const more = result.querySelector('[data-do=more]');
  const row = document.getElementById('filter-row');
  const names = ['text', 'region', 'actor', 'type', 'evidence', 'from', 'to'];
  const fields = names.map((name) => form.elements[name]).filter(Boolean);
  const page = 100;

  // Data: every file is a call of griot(name, data).
  const came = new Map();
  const asked = new Map();
  window.griot = (name, data) => came.set(name, data);
  const load = (name) => {
    if (!asked.has(name)) {
      asked.set(name, new Promise((done, failed) => {
        const script = document.createElement('script');
        const lost = () => {
          asked.delete(name);
          script.remove();
          failed(new Error(name));
        };
        script.onload = () => (came.has(name) ? done(came.get(name)) : lost());
        script.onerror = lost;
        script.src = `${given.root}incidents/all/${name}.js`;
        document.head.append(script);
      }));
    }
    return asked.get(name);
  };

  // Words without accents, case and joins, as the names of the site are compared.
  const letters = { ø: 'o', ł: 'l', đ: 'd', ð: 'd', ɗ: 'd', ħ: 'h', ı: 'i', ɓ: 'b', ƙ: 'k', ŋ: 'n', ɲ: 'n', ƴ: 'y', æ: 'ae', œ: 'oe', ß: 'ss', þ: 'th' };
  const fold = (text) => {
    if (/[^\0-\x7f]/.test(text)) {
      text = text.normalize('NFKD').toLowerCase().normalize('NFKD')
        .replace(/[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u0640\u00ad\u200b-\u200f\u2060\ufeff]/g, '')
        .replace(/[øłđðɗħıɓƙŋɲƴæœßþ]/g, (letter) => letters[letter]);
    }
    return text.toLowerCase().replace(/(?:[^\S\n]|[-_'`´\u02b9-\u02bf\u2010-\u2015\u2018-\u201b\u2032\u2212])+/g, ' ');
  };

  const regions = new Map();
  // A region with those above it: an id begins with the ids of those.
  const path = (id) => id.split('/').map((_, at, all) => regions.get(all.slice(0, at + 1).join('/')) || '').join(' ');
  // A list of lines at once: one long text is folded far faster than many short ones.
  const foldAll = (lines) => fold(lines.map((line) => line.replace(/\n/g, ' ')).join('\n')).split('\n');
  const folded = (part) => {
    part.folded ||= {
      titles: foldAll(part.titles),
      regions: foldAll(part.regions.map(([id, name]) => `${path(id)} ${name}`)),
      actors: foldAll(part.actors.map(([, name]) => name)),
      places: foldAll(part.places),
    };
    return part.folded;
  };
  // Whether a row has a word in its title, its region or those above it, a party or a place.
  const having = (part, word) => {
    const { titles, ...lists } = folded(part);
    const hit = (list) => list.map((text) => text.includes(word));
    const [regions, actors, places] = [hit(lists.regions), hit(lists.actors), hit(lists.places)];
    return (at) => titles[at].includes(word) || regions[part.region[at]]
      || part.named[at].some((n, place) => place % 2 === 0 && actors[n])
      || part.place[at].some((n) => places[n]);
  };

  const matches = (part, want) => {
    const within = part.regions.map(([id]) => !want.region || id === want.region || id.startsWith(`${want.region}/`));
    const kinds = part.types.map(([id]) => id === want.type);
    const grades = part.grades.map(([id]) => !want.evidence || id === want.evidence);
    const dates = part.dates.map(([, , , first, last]) =>
      (!want.from || !last || last >= want.from) && (!want.to || first <= want.to));
    const actor = want.actor ? part.actors.findIndex(([id]) => id === want.actor) : -1;
    const words = fold(want.text || '').split(' ').filter(Boolean).map((word) => having(part, word));
    const found = [];
    for (let at = part.titles.length - 1; at >= 0; at -= 1) {
      if (within[part.region[at]] && grades[part.grade[at]] && dates[part.date[at]]
          && (!want.type || kinds[part.kind[at]])
          && (!want.actor || part.named[at].some((n, place) => place % 2 === 0 && n === actor))
          && words.every((has) => has(at))) found.push([part, at]);
    }
    return found;
  };

  // The parts that the period reaches, newest first, no more than are searched at once.
  const parts = (choices, want) => {
    const reached = choices.parts.filter(({ first, until }) =>
      (!want.to || first[0] <= want.to) && (!want.from || !until || until >= want.from)).reverse();
    const taken = [];
    let count = 0;
    for (const part of reached) {
      if (taken.length && count + part.count > Number(given.atOnce)) break;
      taken.push(part);
      count += part.count;
    }
    return { taken, count, partly: taken.length < reached.length };
  };

  const plural = new Intl.PluralRules(given.language);
  const digits = new Intl.NumberFormat(`${given.language}-u-nu-latn`);
  const number = (count) => digits.format(count)
    .replace(/\d/g, (digit) => String.fromCodePoint(given.nought.codePointAt(0) + Number(digit)));
  const shown = (count, all) => {
    const form = plural.select(count);
    const text = given[`shown${form[0].toUpperCase()}${form.slice(1)}`] || given.shownOther;
    return text.replace('{shown}', number(count)).replace('{all}', number(all));
  };

  const link = (href, text, tongue) => {
    const a = document.createElement('a');
    a.href = given.root + href;
    a.textContent = text;
    if (tongue) [a.lang, a.dir] = tongue;
    return a;
  };
  const cells = ([part, at]) => {
    const made = row.content.cloneNode(true);
    const cell = (name) => made.querySelector(`[data-cell=${name}]`);
    const [text, machine, , , , exact] = part.dates[part.date[at]];
    const when = document.createElement('time');
    when.textContent = text;
    if (machine) when.dateTime = machine;
    cell('date').append(machine ? when : text);
    if (!exact) cell('date').classList.add('inexact');
    cell('title').append(link(part.hrefs[at], part.titles[at], part.tongues[at]));
    const [, name, href, tongue] = part.regions[part.region[at]];
    cell('region').append(link(href, name, tongue));
    if (part.kind[at] >= 0) cell('type').textContent = part.types[part.kind[at]][1];
    const figure = part.figures[part.figure[at]];
    if (figure) {
      const number = document.createElement(figure[5] ? 'b' : 'span');
      number.textContent = figure[0];
      cell('people').replaceChildren(number);
    }
    const named = part.named[at];
    if (named.length) cell('named').textContent = '';
    for (let n = 0; n < named.length; n += 2) {
      const [, name, href, tongue] = part.actors[named[n]];
      const [before, after] = part.statuses[named[n + 1]].split('{actor}');
      const one = document.createElement('span');
      one.className = 'named';
      one.append(before, link(href, name, tongue), after || '');
      cell('named').append(one, ' ');
    }
    cell('evidence').textContent = part.grades[part.grade[at]][1];
    return made;
  };

  let found = [];
  const append = () => {
    const from = body.rows.length;
    const next = document.createDocumentFragment();
    found.slice(from, from + page).forEach((one) => next.append(cells(one)));
    body.append(next);
    more.hidden = body.rows.length >= found.length;
    return body.rows[from];
  };

  const wanted = () => Object.fromEntries(fields.map((field) => [field.name, field.value.trim()]));
  const wrong = (message, ...about) => {
    form.removeAttribute('aria-busy');
    fields.forEach((field) => field.removeAttribute('aria-invalid'));
    about.forEach((name) => form.elements[name].setAttribute('aria-invalid', 'true'));
    status.textContent = message;
    status.classList.toggle('filter-wrong', Boolean(message));
  };

  let turn = 0;
  const show = async () => {
    turn += 1;
    const own = turn;
    const want = wanted();
    wrong('');
    if (!Object.values(want).some(Boolean)) {
      found = [];
      result.hidden = true;
      list.hidden = false;
      return;
    }
    if (want.from && want.to && want.from > want.to) {
      wrong(given.period, 'from', 'to');
      return;
    }
    form.setAttribute('aria-busy', 'true');
    const patience = setTimeout(() => { if (own === turn) status.textContent = given.loading; }, 400);
    try {
      const choices = await load('choices');
      const { taken, count, partly } = parts(choices, want);
      const loaded = await Promise.all(taken.map((part) => load(part.name)));
      if (own !== turn) return;
      found = loaded.flatMap((part) => matches(part, want));
      const all = partly ? count : choices.parts.reduce((sum, part) => sum + part.count, 0);
      const days = partly ? `${given.partly.replace('{from}', taken[taken.length - 1].first[1]).replace('{to}', taken[0].last)}` : '';
      body.textContent = '';
      append();
      result.hidden = !found.length;
      list.hidden = true;
      clearTimeout(patience);
      status.replaceChildren(found.length ? shown(found.length, all) : given.none, days && document.createElement('br'), days);
    } catch {
      if (own === turn) wrong(given.failed);
    } finally {
      clearTimeout(patience);
      if (own === turn) form.removeAttribute('aria-busy');
    }
  };

  // The address says what is chosen; other places on the page are none of the filter's.
  const read = () => {
    const hash = location.hash.slice(1);
    if (hash && !hash.includes('=')) return;
    const state = new URLSearchParams(hash);
    const lost = fields.filter((field) => {
      const value = state.get(field.name) || '';
      field.value = value;
      if (field.value !== value) field.value = '';
      return field.value !== value;
    });
    if (!lost.length) { show(); return; }
    turn += 1;
    wrong(given.unknown, ...lost.map((field) => field.name));
  };
  const write = (kind) => {
    const state = new URLSearchParams(Object.entries(wanted()).filter(([, value]) => value)).toString();
    const address = location.href.split('#')[0] + (state && `#${state}`);
    if (address !== location.href) history[kind](null, '', address);
    show();
  };

  // A spreadsheet may take a text that begins so for a formula.
  const quoted = (value) => {
    const text = String(value ?? '');
    return `"${(/^\s*[=+\-@\uff0b\uff0d\uff1d\uff20]/.test(text) ? `'${text}` : text).replace(/"/g, '""')}"`;
  };
  const download = () => {
    const people = ['low', 'best', 'high', 'words'].map((end) => `${given.measure}_${end}`);
    const lines = [['id', 'title', 'date_from', 'date_to', 'date', 'region_id', 'region', 'type', 'evidence', 'counted', ...people, 'address']];
    // The site's address, where it knows one: never that of this copy of it.
    const site = document.querySelector('link[rel=canonical]');
    const address = (href) => (site ? new URL(given.root + href, site.href).href : href);
    for (const [part, at] of found) {
      const href = part.hrefs[at];
      const [, , written, first, last] = part.dates[part.date[at]];
      const [, low, best, high, words, counted] = part.figures[part.figure[at]] || ['', '', '', '', '', 1];
      const [region, name] = part.regions[part.region[at]];
      lines.push([
        decodeURIComponent(href.split('/').pop()).replace(/\.html$/, ''), part.titles[at], first, last, written,
        region, name, part.kind[at] < 0 ? '' : part.types[part.kind[at]][0], part.grades[part.grade[at]][0],
        counted ? 'yes' : 'no', low, best, high, words, address(href),
      ]);
    }
    // With a byte order mark, without which spreadsheets misread accents.
    const text = `\ufeff${lines.map((line) => line.map(quoted).join(',')).join('\r\n')}\r\n`;
    const a = document.createElement('a');
    a.href = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
    a.download = 'incidents.csv';
    a.click();
    setTimeout(() => URL.revokeObjectURL(a.href), 60000);
  };

  const fill = (field, choices) => {
    if (field) field.append(...choices.map(([value, text, depth = 0]) => new Option('\u2003'.repeat(depth) + text, value)));
  };
  const start = async () => {
    try {
      const choices = await load('choices');
      choices.regions.forEach(([id, name]) => regions.set(id, name));
      fill(form.elements.region, choices.regions);
      fill(form.elements.actor, choices.actors);
      fill(form.elements.type, choices.types);
      fill(form.elements.evidence, choices.evidence);
      form.addEventListener('focusin', () => parts(choices, wanted()).taken.forEach((part) => load(part.name).catch(() => {})), { once: true });
    } catch {
      for (const field of form.elements) field.disabled = true;
      form.hidden = false;
      wrong(given.failed);
      return;
    }
    let pause;
    form.elements.text.addEventListener('input', () => {
      clearTimeout(pause);
      pause = setTimeout(write, 200, 'replaceState');
    });
    form.addEventListener('change', (event) => write(event.target.name === 'text' ? 'replaceState' : 'pushState'));
    form.addEventListener('submit', (event) => { event.preventDefault(); write('replaceState'); });
    form.addEventListener('reset', () => setTimeout(write, 0, 'pushState'));
    more.addEventListener('click', () => append()?.querySelector('a').focus());
    result.querySelector('[data-do=csv]').addEventListener('click', download);
    addEventListener('hashchange', read);
    form.hidden = false;
    read();
  };
  start();
})();

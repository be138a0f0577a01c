// Searches the site. What is asked for stands in the address after #, which no server is sent; the
// index comes in small parts as scripts, so that it works from disk. It writes no HTML.
(() => {
  'use strict';
  const form = document.getElementById('search');
  const result = document.getElementById('search-result');
  if (!form || !result || !window.URLSearchParams) return;
  const given = form.dataset;
  const field = form.elements.q;
  const status = form.querySelector('[role=status]');
  const list = result.querySelector('ol');
  const more = result.querySelector('[data-do=more]');
  const page = 20;

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
        script.src = `${given.root}search/${name}.js?${given.version}`;
        document.head.append(script);
      }));
    }
    return asked.get(name);
  };

  // Words as the index has them: without accents and case, and in scripts without spaces every two
  // signs that follow each other. Thousands and letters with points between them are one word; the
  // article of Arabic is left away.
  const plain = { ة: 'ه', ى: 'ي', ی: 'ي', ٱ: 'ا', ک: 'ك' };
  const noughts = [0x660, 0x6f0, 0x7c0, 0x966, 0x9e6];
  const digit = (sign) => String(sign.codePointAt(0) - noughts.filter((nought) => nought <= sign.codePointAt(0)).pop());
  const join = (text) => text
    .replace(/[\u0660-\u0669\u06f0-\u06f9\u07c0-\u07c9\u0966-\u096f\u09e6-\u09ef]/g, digit)
    .replace(/(^|[^\p{L}\p{N}\p{M}])(\d{1,3}(?:[,.'’٬\u00a0\u2009\u202f]\d{3})+)(?![\p{L}\p{N}\p{M}])/gu, (all, before, number) => before + number.replace(/\D/g, ''))
    .replace(/(^|[^\p{L}\p{N}\p{M}])((?:\p{L}\p{M}*\.)+\p{L}\p{M}*)(?![\p{L}\p{N}\p{M}])/gu, (all, before, letters) => before + letters.replace(/\./g, ''));
  const letters = { ø: 'o', ł: 'l', đ: 'd', ð: 'd', ɗ: 'd', ħ: 'h', ı: 'i', ɓ: 'b', ƙ: 'k', ŋ: 'n', ɲ: 'n', ƴ: 'y', æ: 'ae', œ: 'oe', ß: 'ss', þ: 'th' };
  const fold = (text) => text.normalize('NFKD').toLowerCase().normalize('NFKD')
    .replace(/[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u0640\u00ad\u200b-\u200f\u2060\ufeff]/g, '')
    .normalize('NFC')
    .replace(/[øłđðɗħıɓƙŋɲƴæœßþ]/g, (letter) => letters[letter])
    .replace(/[\u02b9-\u02bf\u02c8\ua78c]/g, ' ')
    .replace(/[ةىیٱک]/g, (letter) => plain[letter]);
  const unspaced = '\\u0e00-\\u109f\\u1780-\\u17ff\\u3040-\\u30ff\\u3400-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}';
  const runs = new RegExp(`[${unspaced}]+|(?:(?![${unspaced}])[\\p{Alphabetic}\\p{N}\\p{M}])+`, 'gu');
  const isUnspaced = new RegExp(`^[${unspaced}]`, 'u');
  const split = (text) => {
    const words = (fold(join(text)).match(runs) || []).flatMap((run) => {
      const signs = [...run];
      if (!isUnspaced.test(run)) return signs.length > 1 ? [signs.slice(0, 32).join('').replace(/^ال(?=..)/u, '')] : [];
      return signs.length > 1 ? signs.slice(1).map((sign, at) => signs[at] + sign) : [run];
    });
    return [...new Set(words)];
  };

  // Which shards can have words that begin so: all, and those that are looked at.
  const shards = ({ firsts }, word, begins) => {
    const at = (text) => {
      let [low, high] = [0, firsts.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (firsts[middle] <= text) low = middle + 1; else high = middle;
      }
      return Math.max(0, low - 1);
    };
    const from = at(word);
    const to = begins ? at(`${word}\uffff`) : from;
    return { from, to: Math.min(to, from + 2), partly: to > from + 2 };
  };

  const last = '!#$()/:;';
  const rest = '=?@[]{}~';
  const entry = /([^!#$()/:;=?@[\]{}~|^]+)(\^?)([!#$()/:;=?@[\]{}~|]*)/g;
  // Puts the documents of a word into a map, with the best that a word says of each.
  const decode = (text, bonus, into) => {
    text.split('|').forEach((gaps, level) => {
      let [next, value] = [0, 0];
      for (const sign of gaps) {
        const digit = last.indexOf(sign);
        if (digit < 0) {
          value = value * 8 + rest.indexOf(sign) + 1;
        } else {
          const number = next + value * 8 + digit;
          into.set(number, Math.max(into.get(number) || 0, (level + 1) * 2 + bonus));
          [next, value] = [number + 1, 0];
        }
      }
    });
  };

  // Whether two words differ in one letter: put in, left out, another one, or two that changed places.
  const near = (a, b) => {
    if (a === b || Math.abs(a.length - b.length) > 1) return false;
    let from = 0;
    while (a[from] && a[from] === b[from]) from += 1;
    const tail = (one, two) => a.slice(from + one) === b.slice(from + two);
    return tail(1, 0) || tail(0, 1) || tail(1, 1)
      || (a[from] === b[from + 1] && a[from + 1] === b[from] && tail(2, 2));
  };

  const find = async (directory, word) => {
    const begins = word.length > 2 || isUnspaced.test(word) || /[\uac00-\ud7a3]/.test(word);
    const { from, to, partly } = shards(directory, word, begins);
    const texts = await Promise.all(Array.from({ length: to - from + 1 }, (_, at) => load(`words/${from + at}`)));
    const terms = [...texts.join(' ').matchAll(entry)].map(([, term, ...own]) => [term.trim(), ...own]);
    const fitting = terms.filter(([own]) => own === word || (begins && own.startsWith(word)));
    // A word that narrows the search is not made useless by a longer one that does not.
    const narrow = fitting.some(([own, frequent]) => own === word && !frequent);
    const taken = fitting.filter(([, frequent]) => !narrow || !frequent);
    const documents = new Map();
    taken.forEach(([own, , postings]) => decode(postings, own === word ? 1 : 0, documents));
    const like = terms.filter(([own]) => !fitting.length && word.length > 3 && near(own, word)).map(([own]) => own);
    return { word, documents, common: taken.some(([, frequent]) => frequent), partly, like };
  };

  // Documents that have all the words, the best first, of alike ones the newest; those that have
  // some where none has all. A word that most pages have is asked of none.
  const rank = (words) => {
    const narrow = words.filter((word) => !word.common);
    const asked = narrow.length ? narrow : words;
    const scores = new Map();
    for (const { documents } of words) {
      for (const [number, score] of documents) scores.set(number, (scores.get(number) || 0) + score);
    }
    const having = (number) => asked.filter(({ documents }) => documents.has(number)).length;
    const all = [...scores.keys()].filter((number) => having(number) > 0)
      .map((number) => [number, having(number), scores.get(number)]);
    const best = narrow.length ? all.filter(([, count]) => count === asked.length) : all;
    const taken = best.length ? best : all;
    taken.sort((a, b) => b[1] - a[1] || b[2] - a[2] || b[0] - a[0]);
    return { found: taken.map(([number]) => number), some: !best.length && taken.length > 0 };
  };

  const plural = new Intl.PluralRules(given.language);
  const digits = new Intl.NumberFormat(`${given.language}-u-nu-latn`);
  const counted = (count) => {
    const form = plural.select(count);
    const text = given[`found${form[0].toUpperCase()}${form.slice(1)}`] || given.foundOther;
    return text.replace('{count}', digits.format(count)
      .replace(/\d/g, (digit) => String.fromCodePoint(given.nought.codePointAt(0) + Number(digit))));
  };

  const made = (name, text) => {
    const element = document.createElement(name);
    element.textContent = text;
    return element;
  };
  const item = ([title, href, kind, date, machine, region, figure, lang, dir]) => {
    const one = document.createElement('li');
    const head = made('p', '');
    head.className = 'entry-head';
    const link = made('a', title);
    link.href = given.root + href;
    if (lang) [link.lang, link.dir] = [lang, dir];
    head.append(link);
    const meta = made('p', '');
    meta.className = 'entry-meta';
    const when = made(machine ? 'time' : 'span', date);
    if (machine) when.dateTime = machine;
    meta.append(...[made('span', kind), when, made('span', region), made('span', figure)].filter((own) => own.textContent));
    one.append(head, meta);
    return one;
  };

  let turn = 0;
  let found = [];
  let size = 1;
  const append = async (own) => {
    const from = list.children.length;
    const next = found.slice(from, from + page);
    const parts = await Promise.all(next.map((number) => load(`documents/${Math.floor(number / size)}`)));
    if (own !== turn || from !== list.children.length) return null;
    list.append(...next.map((number, at) => item(parts[at][number % size])));
    more.hidden = list.children.length >= found.length;
    return list.children[from];
  };

  const say = (...lines) => status.replaceChildren(...lines.filter(Boolean).map((line) => {
    const one = made('span', '');
    one.className = 'search-line';
    one.append(line);
    return one;
  }));
  // Words that are spelled nearly so, as links.
  const suggested = (words) => {
    const links = words.filter(({ documents }) => !documents.size).flatMap(({ word, like }) =>
      like.slice(0, 3).map((other) => {
        const link = made('a', other);
        link.href = `#${new URLSearchParams({ q: words.map((own) => (own.word === word ? other : own.word)).join(' ') })}`;
        return link;
      }));
    if (!links.length) return null;
    const line = document.createDocumentFragment();
    line.append(given.near, ...links.flatMap((link) => [' ', link]));
    return line;
  };

  const show = async () => {
    turn += 1;
    const own = turn;
    const words = split(field.value);
    form.removeAttribute('aria-busy');
    status.classList.remove('filter-wrong');
    if (!words.length) {
      result.hidden = true;
      say(field.value.trim() && given.short);
      return;
    }
    form.setAttribute('aria-busy', 'true');
    const patience = setTimeout(() => { if (own === turn) say(given.loading); }, 400);
    try {
      const directory = await load('directory');
      const looked = await Promise.all(words.map((word) => find(directory, word)));
      if (own !== turn) return;
      const ranked = rank(looked);
      ({ found } = ranked);
      size = directory.documents;
      list.textContent = '';
      await append(own);
      if (own !== turn) return;
      result.hidden = !found.length;
      const about = (text, which) => which.map(({ word }) => text.replace('{word}', word)).join(' ');
      const lost = looked.filter(({ documents }) => !documents.size);
      clearTimeout(patience);
      say(
        found.length ? counted(found.length) : given.none,
        ranked.some && given.some,
        found.length && about(given.unknown, lost),
        suggested(looked),
        about(given.common, looked.filter(({ common }) => common)),
        about(given.partly, looked.filter(({ partly }) => partly)),
      );
    } catch {
      if (own !== turn) return;
      result.hidden = true;
      status.classList.add('filter-wrong');
      say(given.failed);
    } finally {
      clearTimeout(patience);
      if (own === turn) form.removeAttribute('aria-busy');
    }
  };

  const read = () => {
    const hash = location.hash.slice(1);
    if (hash && !hash.includes('=')) return;
    field.value = new URLSearchParams(hash).get('q') || '';
    show();
  };
  const write = (kind) => {
    const value = field.value.trim();
    const address = location.href.split('#')[0] + (value && `#${new URLSearchParams({ q: value })}`);
    if (address !== location.href) history[kind](null, '', address);
    show();
  };
  let pause;
  field.addEventListener('input', () => {
    clearTimeout(pause);
    pause = setTimeout(write, 250, 'replaceState');
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    clearTimeout(pause);
    write('pushState');
  });
  more.addEventListener('click', async () => {
    try {
      (await append(turn))?.querySelector('a').focus();
    } catch {
      status.classList.add('filter-wrong');
      say(given.failed);
    }
  });
  addEventListener('hashchange', read);
  form.hidden = false;
  read();
})();

// The page's address says what is shown: a link to send, and what a reload comes back to.
// A change replaces it. Another experiment adds one, so that the browser's Back leads to the one before.
// @ts-check

import { t } from './locale.js';
import { parse } from './model.js';
import { notice } from './notice.js';

/** @typedef {import('./types.js').Results} Results */

/** Milliseconds between two changes of the address; browsers refuse a hundred in half a minute. */
const PAUSE = 500;

const root = document.documentElement;

/** The page's address without what it shows. */
const place = () => location.href.split('#')[0];

/**
 * A whole link to what is shown. Until it can be written, the address that is there.
 *
 * @param {import('./model.js').Page} page
 */
function link({ app, complete }) {
  if (!complete) return location.href;
  const text = app.link();
  return text ? `${place()}#${text}` : place();
}

/**
 * A link to keep or send: it shows the same for ever, while a bare address is the page as it opens.
 *
 * @param {import('../descent.js').App} app
 */
export function lastingLink(app) {
  return `${place()}#${app.lasting_link()}`;
}

/**
 * Shows what the address says. False where it is wrong, which is said.
 *
 * @param {import('../descent.js').App} app
 * @param {boolean} begins  whether it is what the page is opened with
 */
export function openAddress(app, begins) {
  const { fault } = parse(app.open(location.hash, begins));
  notice(fault ? t('link.bad', { fault: t(fault.key, fault.blanks) }) : '');
  return !fault;
}

/** Where it is kept what the address should have said when the page was left. */
const KEY = 'descent.left';

/** What was left here: an address, and what it should have been. @returns {{ said: string, last: string } | null} */
function left() {
  try {
    const kept = sessionStorage.getItem(KEY);
    sessionStorage.removeItem(KEY);
    return kept === null ? null : JSON.parse(kept);
  } catch {
    return null;
  }
}

/** After a reload, brings back the changes that came too late for the address. */
export function resume() {
  const kept = left();
  const [entry] = performance.getEntriesByType('navigation');
  const returns = entry instanceof PerformanceNavigationTiming && entry.type !== 'navigate';
  if (returns && kept?.said === location.href) history.replaceState(history.state, '', kept.last);
}

export class AddressPart {
  #page;
  #timer = 0;
  /** How often something has changed; until then a link that could not be opened stays to be looked at. */
  #changes = -1;
  #complete = false;
  #epoch = -1;
  /** What was opened last. */
  #opened = '';
  /** What the address says, or will in a moment. */
  last = location.href;

  /** @param {import('./model.js').Page} page */
  constructor(page) {
    this.#page = page;
    // The first comes at once, before a timer could write over the address; not every browser sends
    // it for an address that is typed.
    addEventListener('popstate', () => this.#open());
    addEventListener('hashchange', () => {
      if (location.href !== this.#opened) this.#open();
    });
    // A reload takes the address as it is now, however soon another one is written.
    addEventListener('pagehide', () => {
      if (this.#timer) keep({ said: location.href, last: link(page) });
    });
  }

  #open() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    if (openAddress(this.#page.app, false)) this.#page.loaded();
    this.#opened = location.href;
  }

  update() {
    this.#opened = '';
    const { complete } = this.#page;
    // That the second module has come is no change of what is shown.
    if (complete === this.#complete) this.#changes += 1;
    this.#complete = complete;
    if (complete && this.#changes > 0) {
      this.last = link(this.#page);
      this.#later();
    }
  }

  /** @param {Results} results */
  show({ epoch }) {
    if (this.#epoch >= 0 && epoch !== this.#epoch) this.#later();
    this.#epoch = epoch;
  }

  /** Another experiment comes: the address says the one before to the end. */
  leave() {
    this.#write();
  }

  /** Another experiment has come. */
  arrive() {
    this.last = link(this.#page);
    if (this.last !== location.href) history.pushState(null, '', this.last);
  }

  #later() {
    this.#timer ||= setTimeout(() => this.#write(), PAUSE);
  }

  #write() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    if (root.dataset.state !== 'ready') return;
    this.last = link(this.#page);
    if (this.last !== location.href) history.replaceState(history.state, '', this.last);
  }
}

/** @param {{ said: string, last: string }} kept */
function keep(kept) {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(kept));
  } catch {
    // Storage may be switched off, or full.
  }
}

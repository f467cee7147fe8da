// The page's address says what is shown: a link to send, and what a reload comes back to.
// It is replaced, never added to: the back button leaves the page as ever.
// @ts-check

import { t } from './locale.js';
import { parse } from './model.js';
import { notice } from './notice.js';

/** @typedef {import('./types.js').Results} Results */

/** Milliseconds between two changes of the address; browsers refuse a hundred in half a minute. */
const PAUSE = 500;

const root = document.documentElement;

/**
 * What the page itself adds to a link.
 *
 * @returns {[theme: string, language: string]}
 */
function own() {
  const { theme = '', themeFrom } = root.dataset;
  return [themeFrom === 'system' ? themeFrom : theme, root.lang];
}

/** The page's address without what it shows. */
const page = () => location.href.split('#')[0];

/**
 * A whole link to what is shown.
 *
 * @param {import('../descent.js').App} app
 */
function link(app) {
  const text = app.link(...own());
  return text ? `${page()}#${text}` : page();
}

/**
 * A link to keep or send: it shows the same for ever, while a bare address is the page as it opens.
 *
 * @param {import('../descent.js').App} app
 */
export function lastingLink(app) {
  return `${page()}#${app.lasting_link(...own())}`;
}

/**
 * Shows what the address says. False where it is wrong, which is said.
 *
 * @param {import('../descent.js').App} app
 */
export function openAddress(app) {
  const { fault, theme } = parse(app.open(location.hash));
  notice(fault ? t('link.bad', { fault: t(fault.key, fault.blanks) }) : '');
  if (theme && theme !== 'system') {
    document.dispatchEvent(new CustomEvent('showtheme', { detail: theme }));
  }
  return !fault;
}

export class AddressPart {
  #page;
  #timer = 0;
  /** As the page was opened; a link that could not be opened stays to be looked at. */
  #begun = false;
  #epoch = -1;
  /** What the address says, or will in a moment. */
  last = location.href;

  /** @param {import('./model.js').Page} page */
  constructor(page) {
    this.#page = page;
    addEventListener('hashchange', () => {
      clearTimeout(this.#timer);
      this.#timer = 0;
      if (openAddress(page.app)) page.loaded();
    });
  }

  update() {
    if (this.#begun) {
      this.last = link(this.#page.app);
      this.#later();
    }
    this.#begun = true;
  }

  /** @param {Results} results */
  show({ epoch }) {
    if (this.#epoch >= 0 && epoch !== this.#epoch) this.#later();
    this.#epoch = epoch;
  }

  #later() {
    this.#timer ||= setTimeout(() => {
      this.#timer = 0;
      if (root.dataset.state !== 'ready') return;
      this.last = link(this.#page.app);
      if (this.last !== location.href) history.replaceState(history.state, '', this.last);
    }, PAUSE);
  }
}

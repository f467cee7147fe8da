// The page's sentences: www/locales/<language>.json, a flat object from keys to strings
// with {blanks}.
// @ts-check

import { set } from './dom.js';

/** @type {Record<string, string>} */
let strings = {};

/** @type {Intl.NumberFormat} */
let numbers = new Intl.NumberFormat('en');

/** All sentences, as the module takes them. */
export function sentences() {
  return JSON.stringify(strings);
}

/**
 * Says everything in a language.
 *
 * @param {string} language
 * @param {Record<string, string>} words
 */
export function speak(language, words) {
  strings = words;
  numbers = new Intl.NumberFormat(language);
  document.documentElement.lang = language;
  translate(document);
}

/**
 * The sentence of a key; the key itself where there is none.
 *
 * @param {string} key
 * @param {Record<string, string | number>} [blanks]
 */
export function t(key, blanks = {}) {
  const sentence = strings[key] ?? key;
  return sentence.replace(/\{(\w+)\}/g, (blank, name) => String(blanks[name] ?? blank));
}

/** @param {string} key */
export function has(key) {
  return key in strings;
}

/**
 * A count as people write it: 100,000.
 *
 * @param {number} value
 */
export function count(value) {
  return numbers.format(value);
}

/**
 * Says what stands in data-t (text), data-t-name (accessible name and tooltip) and
 * data-t-title (tooltip).
 *
 * @param {ParentNode} root
 */
function translate(root) {
  for (const node of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll('[data-t]'))) {
    node.textContent = t(node.dataset.t ?? '');
  }
  for (const node of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll('[data-t-name]'))) {
    name(node, t(node.dataset.tName ?? ''));
  }
  for (const node of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll('[data-t-title]'))) {
    node.title = t(node.dataset.tTitle ?? '');
  }
}

/**
 * Gives a control its accessible name; a button without words shows it as a tooltip too.
 *
 * @param {HTMLElement} node
 * @param {string} text
 */
export function name(node, text) {
  set(node, 'aria-label', text);
  if (node.classList.contains('icon')) set(node, 'title', text);
}

// What the page says when it does not start: one sentence that names the likely cause. It
// stands in index.html, because the words may be what is missing. The one that is seen from
// the beginning is for when no script runs at all.
// @ts-check

import { nameOf } from './stamp.js';

/** @typedef {'file' | 'missing' | 'type' | 'network' | 'damaged' | 'mixed' | 'browser' | 'slow' | 'unknown'} Cause */

/** @typedef {[cause: Cause, blanks?: Record<string, string>]} Finding */

/**
 * What a server must call a file for browsers to take it, and what it should call it. Scripts
 * read the other two whatever they are called; but a page is what some hosts send in place of
 * a file that they do not have.
 *
 * @type {Record<string, { taken: RegExp, usual: string }>}
 */
const TYPES = {
  js: { taken: /^(text|application)\/(x-)?(java|ecma)script/, usual: 'text/javascript' },
  css: { taken: /^text\/css/, usual: 'text/css' },
  json: { taken: /^(?!text\/html)/, usual: 'application/json' },
  wasm: { taken: /^(?!text\/html)/, usual: 'application/wasm' },
};

const root = document.documentElement;

/** Whether nothing has become of the page yet. */
export function starting() {
  return root.dataset.state !== 'ready' && root.dataset.state !== 'failed';
}

/**
 * Says why the page does not start. The first cause that is found is the likely one.
 *
 * @param {Cause} cause
 * @param {Record<string, string>} [blanks]
 */
export function fail(cause, blanks = {}) {
  if (!starting()) return;
  // Few browsers let a page ask for the files beside it, and those fail in various ways.
  if (location.protocol === 'file:') cause = 'file';
  root.dataset.state = cause === 'slow' ? 'slow' : 'failed';
  const say = () => show(sentence(cause, blanks));
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', say);
  else say();
}

/**
 * The sentence that names a cause. It stands in index.html, and is there when that is.
 *
 * @param {Cause} cause
 * @param {Record<string, string>} [blanks]
 */
export function sentence(cause, blanks = {}) {
  const causes = /** @type {HTMLTemplateElement | null} */ (document.getElementById('causes'));
  const text = causes?.content.querySelector(`[data-cause=${cause}]`)?.textContent;
  return text?.replace(/\{(\w+)\}/g, (blank, key) => blanks[key] ?? blank);
}

/**
 * Says why the page cannot go on.
 *
 * @param {string} [text]
 */
export function stop(text) {
  root.dataset.state = 'failed';
  show(text);
}

/** @param {string} [text]  without it, the one that is there */
function show(text) {
  const node = document.getElementById('failure-text');
  if (node && text) node.textContent = text;
  swap(true);
  // What the address says may itself be why.
  const afresh = document.getElementById('rescue-afresh');
  if (afresh) afresh.hidden = location.hash === '' || afresh.textContent === '';
}

/** Shows the page in place of any sentence. */
export function open() {
  swap(false);
  root.dataset.state = 'ready';
}

/**
 * Shows what is there for a failure, or what is not, by attributes: the styles may be missing.
 *
 * @param {boolean} failed
 */
function swap(failed) {
  for (const node of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-when]'))) {
    node.hidden = failed !== (node.dataset.when === 'failed');
  }
}

/**
 * Finds out why the page does not start, and says it.
 *
 * @param {string} [suspect]  the address of the script that did not load, where that is known
 * @param {unknown} [error]  what the script threw, if it ran at all
 */
export async function explain(suspect, error) {
  const all = /** @type {NodeListOf<HTMLScriptElement & HTMLLinkElement>} */ (
    document.querySelectorAll('script[src], link[rel=stylesheet], link[rel$=preload]'));
  const addresses = [...all].map(({ src, href }) => src ?? href);
  const script = suspect || document.querySelector('script[type=module]')?.getAttribute('src') || '';
  const findings = await Promise.all([script, ...addresses].map(probe));
  const found = findings.find((finding) => finding);
  if (found) fail(...found);
  else if (!('hasOwn' in Object)) fail('browser');
  else if (error && !(error instanceof SyntaxError)) fail('unknown');
  else fail('damaged', { name: nameOf(script) });
}

/**
 * Asks the server for a file once more.
 *
 * @param {string} address
 * @returns {Promise<Finding | null>} null where nothing is wrong
 */
export async function probe(address) {
  try {
    return examine(await fetch(address, { method: 'HEAD', cache: 'no-store' }), address);
  } catch {
    return ['network', { name: nameOf(address) }];
  }
}

/**
 * What is wrong with the answer to a request for a file.
 *
 * @param {Pick<Response, 'ok' | 'status' | 'headers'>} response
 * @param {string} address
 * @returns {Finding | null}
 */
export function examine({ ok, status, headers }, address) {
  const name = nameOf(address);
  // These tell of the method and not of the file.
  if (status === 405 || status === 501) return null;
  if (!ok) return ['missing', { name, status: String(status) }];
  const ending = name.replace(/.*\./, '');
  const { taken, usual } = TYPES[ending] ?? { taken: /^/, usual: '' };
  const found = headers.get('content-type') ?? '?';
  return taken.test(found) ? null : ['type', { name, found, usual, ending: `.${ending}` }];
}

// The files that belong to this script: each is fetched, and looked at before anything is made
// of it.
// @ts-check

import * as glue from '../descent.js';
import { examine, probe } from './failure.js';
import { belongs, nameOf } from './stamp.js';

/** @typedef {import('./failure.js').Finding} Finding */

/** The shortest module that there is. */
const NOTHING = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);

/** A file without which the page cannot start. */
export class BadPart extends Error {
  /** @param {Finding} finding */
  constructor(finding) {
    super(JSON.stringify(finding));
    this.finding = finding;
  }
}

const root = document.documentElement;

/** The scripts must be the ones that were asked for. */
export async function checkScripts() {
  check(STAMP, import.meta.url);
  check(/** @type {{ stamp?: string }} */ (glue).stamp, PARTS.glue);
  const { src } = /** @type {HTMLScriptElement} */ (document.querySelector('script:not([type])'));
  const finding = await judge(root.dataset.early, src);
  if (finding) throw new BadPart(finding);
}

/**
 * What is wrong with the styles, if anything is.
 *
 * @returns {Promise<Finding | null>}
 */
export async function checkStyles() {
  const { href } = /** @type {HTMLLinkElement} */ (document.querySelector('link[rel=stylesheet]'));
  const stamp = () => getComputedStyle(root).getPropertyValue('--stamp').replace(/\W/g, '');
  // A browser may run a module before the styles are there.
  if (!stamp() && document.readyState !== 'complete') {
    await new Promise((resolve) => addEventListener('load', resolve, { once: true }));
  }
  return judge(stamp(), href);
}

/**
 * What is wrong with a file that the page loads by itself, if anything is.
 *
 * @param {string | undefined} stamp  none where it has not come to leave one
 * @param {string} address
 * @returns {Promise<Finding | null>}
 */
async function judge(stamp, address) {
  if (belongs(stamp, address)) return null;
  return await probe(address) ?? [stamp ? 'mixed' : 'damaged', { name: nameOf(address) }];
}

/**
 * The module, compiled.
 *
 * @returns {Promise<WebAssembly.Module | null>} null where the browser has no WebAssembly, or
 *   does not allow it
 */
export async function loadModule() {
  if (!('WebAssembly' in globalThis)) return null;
  const name = PARTS.module;
  const response = await load(name);
  /** @type {WebAssembly.Module} */
  let module;
  try {
    module = await compile(response);
  } catch (error) {
    if (!(error instanceof WebAssembly.CompileError)) throw new BadPart(['network', { name }]);
    const allowed = await WebAssembly.compile(NOTHING).catch(() => null);
    if (!allowed) return null;
    throw new BadPart(['damaged', { name }]);
  }
  const [stamp] = WebAssembly.Module.customSections(module, 'stamp');
  check(stamp && new TextDecoder().decode(stamp), name);
  return module;
}

/** @param {Response} response */
async function compile(response) {
  // A browser compiles while it loads only what has this type, which not every host knows.
  const streams = response.headers.get('content-type') === 'application/wasm';
  return streams ? WebAssembly.compileStreaming(response) : WebAssembly.compile(await response.arrayBuffer());
}

/**
 * The words of a language.
 *
 * @param {string} language
 * @returns {Promise<Record<string, string>>}
 */
export async function loadWords(language) {
  const name = PARTS.words[language];
  const words = await (await load(name)).json().catch(() => { throw new BadPart(['damaged', { name }]); });
  check(words.stamp, name);
  return words;
}

/** @param {string} name */
async function load(name) {
  const response = await fetch(new URL(name, import.meta.url)).catch(() => null);
  const finding = response && examine(response, name);
  if (!response || finding) throw new BadPart(finding ?? ['network', { name }]);
  return response;
}

/**
 * @param {unknown} stamp
 * @param {string} address
 */
function check(stamp, address) {
  if (!belongs(stamp, address)) throw new BadPart(['mixed', { name: nameOf(address) }]);
}

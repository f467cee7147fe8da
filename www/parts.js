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
 * The first module, compiled.
 *
 * @returns {Promise<WebAssembly.Module | null>} null where the browser has no WebAssembly, or
 *   does not allow it
 */
export async function loadModule() {
  if (!('WebAssembly' in globalThis)) return null;
  const name = PARTS.first;
  const response = await load(name);
  try {
    return stamped(await compile(response, name), name);
  } catch (error) {
    const damaged = error instanceof BadPart && error.finding[0] === 'damaged';
    const allowed = !damaged || await WebAssembly.compile(NOTHING).catch(() => null);
    if (!allowed) return null;
    throw error;
  }
}

/**
 * Fetches the second module, which has what the page does not begin with. Until it has come, a
 * function of the first that needs one of the second waits for it, and so does the browser.
 *
 * @param {import('../descent.js').InitOutput} first  what the first module exports
 */
export async function loadSecondModule(first) {
  const name = PARTS.second;
  let there = false;
  /** @param {WebAssembly.Module} module */
  const begin = (module) => {
    if (!there) new WebAssembly.Instance(module, { first: { ...first } });
    there = true;
  };
  Object.assign(globalThis, { bringSecondModule: () => begin(loadAtOnce(name)) });
  begin(stamped(await compile(await load(name), name), name));
}

/**
 * A module, while everything else stands still.
 *
 * @param {string} name
 */
function loadAtOnce(name) {
  const request = new XMLHttpRequest();
  request.open('GET', new URL(name, import.meta.url), false);
  // A request that is waited for gives text alone: this type keeps each byte.
  request.overrideMimeType('text/plain; charset=x-user-defined');
  try {
    request.send();
  } catch {
    throw new BadPart(['network', { name }]);
  }
  const { status, responseText } = request;
  const headers = new Headers({ 'content-type': request.getResponseHeader('content-type') ?? '?' });
  const finding = examine({ ok: status >= 200 && status < 300, status, headers }, name);
  if (finding) throw new BadPart(finding);
  try {
    const bytes = Uint8Array.from(responseText, (letter) => letter.charCodeAt(0));
    return stamped(new WebAssembly.Module(bytes.buffer), name);
  } catch (error) {
    throw error instanceof WebAssembly.CompileError ? new BadPart(['damaged', { name }]) : error;
  }
}

/**
 * A module that has the stamp that its name has.
 *
 * @param {WebAssembly.Module} module
 * @param {string} name
 */
function stamped(module, name) {
  const [stamp] = WebAssembly.Module.customSections(module, 'stamp');
  check(stamp && new TextDecoder().decode(stamp), name);
  return module;
}

/**
 * @param {Response} response
 * @param {string} name
 */
async function compile(response, name) {
  // A browser compiles while it loads only what has this type, which not every host knows.
  const streams = response.headers.get('content-type') === 'application/wasm';
  try {
    return await (streams ? WebAssembly.compileStreaming(response) : WebAssembly.compile(await response.arrayBuffer()));
  } catch (error) {
    throw new BadPart([error instanceof WebAssembly.CompileError ? 'damaged' : 'network', { name }]);
  }
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

// What the module gives the page crosses the boundary as JSON. Its types are in types.d.ts.
// @ts-check

/** @typedef {import('../descent.js').App} App */
/** @typedef {import('./types.js').State} State */
/** @typedef {import('./types.js').Event} Event */
/** @typedef {import('./types.js').Message} Message */
/** @typedef {import('./types.js').Outcome} Outcome */

/**
 * The page's parts share this.
 *
 * @typedef {object} Page
 * @property {App} app
 * @property {Promise<void>} whole  fulfilled when both modules are there
 * @property {boolean} complete     whether they are; what needs the second stops the page until then
 * @property {State} state          as it was last read
 * @property {string[]} names       of the runs, as people read them
 * @property {string} saved         the experiment file, as it last was
 * @property {(event: Event) => Message | null} send    asks something of the session, and shows what came of it; says why where it is refused
 * @property {(event: Event) => Message | null} visit   the same for another experiment, from which the browser's Back leads back
 * @property {(outcome: import('./types.js').Json<Outcome>) => Message | null} done  the same for what was asked already
 * @property {() => void} changed   to be called when what the parts show was changed
 * @property {() => void} loaded    to be called when another experiment is there
 * @property {() => void} wake      to be called when only something to be drawn was
 * @property {() => void} play      plays, or pauses
 */

/**
 * @template T
 * @param {import('./types.js').Json<T>} json
 * @returns {T}
 */
export function parse(json) {
  return JSON.parse(json);
}

/**
 * Where there is nothing to say, the text is empty.
 *
 * @template T
 * @param {import('./types.js').Json<T> | ''} json
 * @returns {T | null}
 */
export function parseAny(json) {
  return json === '' ? null : JSON.parse(json);
}

/**
 * @template T
 * @param {T} value
 * @returns {import('./types.js').Json<T>}
 */
export function stringify(value) {
  return /** @type {import('./types.js').Json<T>} */ (JSON.stringify(value));
}

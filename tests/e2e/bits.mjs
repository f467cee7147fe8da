// The experiments whose every bit is known, the runs from many starts whose outcomes are, and the
// grids of costs: tests/bits is written by the native tests.
// @ts-check
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';

/** @param {string} name */
const read = (name) => readFile(new URL(`../bits/${name}.json`, import.meta.url), 'utf8');

/** @type {{ digest: string, experiment: object }[]} */
const cases = JSON.parse(await read('digests'));

const text = await read('starts');
/** @typedef {{ schedule?: { kind: string } }} Run */
/** @type {{ digests: string[], experiment: { runs: Run[] } }[]} */
const manyCases = JSON.parse(text).slice(1);

/** @type {{ digest: string, edges: number[], size: [number, number], experiment: object }[]} */
const gridCases = JSON.parse(await read('grids'));

/** The grids. @typedef {{ file: string, edges: number[], size: [number, number] }} Grid */

/** @type {Grid[]} */
export const grids = gridCases.map(({ experiment, edges, size }) => ({ file: JSON.stringify(experiment), edges, size }));

/** The experiments, as the page's module reads them. */
export const files = cases.map(({ experiment }) => JSON.stringify(experiment));

/**
 * The same for runs from many starts, with how many runs each experiment has; and the starts, as
 * text, since −0 is lost on the way into a browser.
 *
 * @typedef {{ header: string, files: string[], runs: number[] }} Many
 */

/** @type {Many} */
export const many = {
  header: text.split('\n')[1].replace(/,$/, ''),
  files: manyCases.map(({ experiment }) => JSON.stringify(experiment)),
  runs: manyCases.map(({ digests }) => digests.length),
};

/**
 * The fingerprints that the module on the page computes, and how many loops were compiled for
 * them; runs there.
 *
 * @param {{ files: string[], many?: Many, grids?: Grid[], script: string, modules?: number[][], refuse?: boolean }} what
 *   with the script that loads the module, and both parts of the module where there is no page
 *   that has loaded them; `refuse` for an engine that compiles nothing else
 * @returns {Promise<{ digests: string[], outcomes: string[][], grids: string[], compiled: number }>}
 */
export async function digests({ files, many, grids = [], script, modules, refuse = false }) {
  const module = await import(script);
  const { Module, Instance, instantiate } = WebAssembly;
  if (modules) {
    const [wasm, second] = modules.map((bytes) => new Module(Uint8Array.from(bytes)));
    new Instance(second, { first: module.initSync({ module: wasm }) });
  }
  let compiled = 0;
  const refusal = new Error('refused by a test');
  WebAssembly.Module = new Proxy(Module, {
    construct(target, [bytes]) {
      if (refuse) throw refusal;
      compiled += 1;
      return new target(bytes);
    },
  });
  const { debug } = console;
  if (refuse) {
    WebAssembly.instantiate = () => Promise.reject(refusal);
    console.debug = () => {};
  }
  try {
    const digests = files.map((file) => module.digest(file));
    const { starts, threshold } = JSON.parse(many?.header ?? '{}');
    const outcomes = (many?.files ?? []).map((file, k) => Array.from(
      { length: many?.runs[k] ?? 0 },
      (_, run) => new module.ManyStarts(file, run, threshold).digest(Float64Array.from(starts)),
    ));
    const costs = grids.map(({ file, edges, size }) => module.grid_digest(file, Float64Array.from(edges), ...size));
    // Promises are rejected only after this.
    await new Promise((resolve) => { setTimeout(resolve); });
    return { digests, outcomes, grids: costs, compiled };
  } finally {
    Object.assign(WebAssembly, { Module, instantiate });
    console.debug = debug;
  }
}

/**
 * Holds fingerprints to the native ones.
 *
 * @param {{ digests: string[], outcomes: string[][], grids: string[], compiled: number }} computed
 * @param {boolean} [refused]  whether no loop was to be compiled
 */
export function check({ digests, outcomes, grids, compiled }, refused = false) {
  const differing = cases.filter(({ digest }, i) => digest !== digests[i]);
  assert.ok(cases.length >= 100);
  assert.equal(digests.length, cases.length);
  assert.deepEqual(differing, [], `${differing.length} of ${cases.length} differ from native`);
  // Where the rates depend on the costs of a run, many do not go side by side.
  const together = manyCases.flatMap(({ experiment }) => experiment.runs)
    .filter(({ schedule }) => schedule?.kind !== 'plateau').length;
  assert.ok(together >= 500);
  assert.deepEqual(outcomes, manyCases.map(({ digests }) => digests));
  assert.ok(gridCases.length >= 100);
  assert.deepEqual(grids, gridCases.map(({ digest }) => digest));
  if (refused) assert.equal(compiled, 0);
  else assert.ok(compiled >= cases.length + together + gridCases.length, `${compiled} loops were compiled`);
}

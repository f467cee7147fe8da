// The experiments whose every bit is known: tests/bits/digests.json is written by the native
// tests.
// @ts-check
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';

/** @type {{ digest: string, experiment: object }[]} */
const cases = JSON.parse(await readFile(new URL('../bits/digests.json', import.meta.url), 'utf8'));

/** The experiments, as the page's module reads them. */
export const files = cases.map(({ experiment }) => JSON.stringify(experiment));

/**
 * The fingerprints that the module on the page computes, and how many loops were compiled for
 * them; runs there.
 *
 * @param {{ files: string[], script: string, wasm?: number[], refuse?: boolean }} what  with the
 *   script that loads the module, and the module where the script cannot find it; `refuse` for an
 *   engine that compiles nothing else
 * @returns {Promise<{ digests: string[], compiled: number }>}
 */
export async function digests({ files, script, wasm, refuse = false }) {
  const module = await import(script);
  if (wasm) module.initSync({ module: Uint8Array.from(wasm) });
  else await module.default();
  const { Module, instantiate } = WebAssembly;
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
    // Promises are rejected only after this.
    await new Promise((resolve) => { setTimeout(resolve); });
    return { digests, compiled };
  } finally {
    Object.assign(WebAssembly, { Module, instantiate });
    console.debug = debug;
  }
}

/**
 * Holds fingerprints to the native ones.
 *
 * @param {{ digests: string[], compiled: number }} computed
 * @param {boolean} [refused]  whether no loop was to be compiled
 */
export function check({ digests, compiled }, refused = false) {
  const differing = cases.filter(({ digest }, i) => digest !== digests[i]);
  assert.ok(cases.length >= 100);
  assert.equal(digests.length, cases.length);
  assert.deepEqual(differing, [], `${differing.length} of ${cases.length} differ from native`);
  if (refused) assert.equal(compiled, 0);
  else assert.ok(compiled >= cases.length, `${compiled} loops were compiled`);
}

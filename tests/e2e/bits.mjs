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
 * The fingerprints that the module on the page computes; runs there.
 *
 * @param {{ files: string[], script: string }} what  with the script that loads the module
 * @returns {Promise<string[]>}
 */
export async function digests({ files, script }) {
  const module = await import(script);
  await module.default();
  return files.map((file) => module.digest(file));
}

/**
 * Holds fingerprints to the native ones.
 *
 * @param {string[]} digests
 */
export function check(digests) {
  const differing = cases.filter(({ digest }, i) => digest !== digests[i]);
  assert.ok(cases.length >= 100);
  assert.equal(digests.length, cases.length);
  assert.deepEqual(differing, [], `${differing.length} of ${cases.length} differ from native`);
}

// The same bits in Node and in the browser as natively: tests/bits/digests.json is
// written by the native tests.
// @ts-check
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import test from 'node:test';
import { openPage, url } from './browser.mjs';

const cases = JSON.parse(await readFile(new URL('../bits/digests.json', import.meta.url), 'utf8'));

/** @param {string[]} digests */
function check(digests) {
  const differing = cases.filter((/** @type {any} */ { digest }, /** @type {number} */ i) => digest !== digests[i]);
  assert.ok(cases.length >= 100);
  assert.equal(digests.length, cases.length);
  assert.deepEqual(differing, [], `${differing.length} of ${cases.length} differ from native`);
}

test('node computes the bits that native code computes', async () => {
  const source = await (await fetch(new URL('descent.js', url))).text();
  const module = await import(`data:text/javascript;base64,${Buffer.from(source).toString('base64')}`);
  const bytes = await (await fetch(new URL('descent_bg.wasm', url))).arrayBuffer();
  module.initSync({ module: bytes });
  check(cases.map((/** @type {any} */ { experiment }) => module.digest(JSON.stringify(experiment))));
});

test('the browser computes the bits that native code computes', async (t) => {
  const page = await openPage(t);
  const files = cases.map((/** @type {any} */ { experiment }) => JSON.stringify(experiment));
  check(
    await page.evaluate(async (files) => {
      const address = new URL('descent.js', document.baseURI).href;
      const module = await import(address);
      await module.default();
      return files.map((/** @type {string} */ file) => module.digest(file));
    }, files),
  );
});

// The page shows the same numbers whether the browser compiles a loop for each run at once,
// beside the page, or not at all.
// @ts-check
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import test from 'node:test';
import { digests } from './bits.mjs';
import { parts } from './browser.mjs';
import { eventually, open } from './page.mjs';

/** @typedef {import('./page.mjs').Page} Page */

/**
 * Lets the browser compile no loop at once, and none at all unless `beside`; to be run before the
 * page's scripts.
 *
 * @param {boolean} beside
 */
function hinder(beside) {
  const { instantiate } = WebAssembly;
  const seen = { compiled: 0 };
  Object.assign(globalThis, { seen });
  const refuse = () => { throw new Error('refused by a test'); };
  // The page's own modules come as a response or as a buffer, a loop as an array.
  WebAssembly.Module = /** @type {any} */ (new Proxy(WebAssembly.Module, {
    construct: (target, [source]) => (source instanceof Uint8Array ? refuse() : new target(source)),
  }));
  WebAssembly.instantiate = /** @type {any} */ (async (/** @type {any} */ source, /** @type {any} */ imports) => {
    if (source instanceof Uint8Array && !beside) refuse();
    const instance = await instantiate(source, imports);
    seen.compiled += 1;
    return instance;
  });
}

/**
 * Computes assignment B anew, and waits for its fingerprint.
 *
 * @param {Page} page
 * @param {string} expected
 */
async function compute(page, expected) {
  for (const [experiment, cost] of [['assignment_a&epoch=150', '606.957'], ['assignment_b&epoch=700', '3.01107']]) {
    await page.evaluate((experiment) => { location.hash = `v=1&experiment=${experiment}`; }, experiment);
    await eventually(async () => assert.ok((await page.locator('tbody').allTextContents()).join().includes(cost)));
  }
  await eventually(async () => assert.equal(await page.locator('#fingerprint-short').textContent(), expected));
}

for (const beside of [false, true]) {
  const how = beside ? 'are compiled beside the page' : 'cannot be compiled';

  test(`where loops ${how}, every number is the same, and a debug line alone says so`, async (t) => {
    const page = await open(t);
    const file = await readFile(new URL('../../experiments/assignment_b.json', import.meta.url), 'utf8');
    const { digests: [whole] } = await page.evaluate(digests, { files: [file], script: parts['descent.js'] });
    const expected = whole.slice(0, 8);
    /** @type {string[]} */
    const lines = [];
    page.on('console', (message) => lines.push(`${message.type()}: ${message.text()}`));
    await page.addInitScript(hinder, beside);
    await page.reload();
    await page.locator('html[data-state=ready]').waitFor();
    await compute(page, expected);
    if (beside) {
      await eventually(async () => {
        const compiled = await page.evaluate(() => /** @type {any} */ (globalThis).seen.compiled);
        assert.ok(compiled >= 4, `${compiled} loops were compiled`);
      });
      // By loops that are there now.
      await compute(page, expected);
    }
    assert.ok(lines.length > 0 && lines.every((line) => line.startsWith('debug: ')), lines.join('\n'));
  });
}

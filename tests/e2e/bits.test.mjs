// The same bits in Node and in Chromium as natively; firefox.test.mjs has them in Firefox.
// @ts-check
import test from 'node:test';
import { check, digests, files } from './bits.mjs';
import { openPage, parts } from './browser.mjs';

test('node computes the bits that native code computes', async () => {
  const source = await (await fetch(parts['descent.js'])).text();
  const module = await import(`data:text/javascript;base64,${Buffer.from(source).toString('base64')}`);
  const bytes = await (await fetch(parts['descent.wasm'])).arrayBuffer();
  module.initSync({ module: bytes });
  check(files.map((file) => module.digest(file)));
});

test('the browser computes the bits that native code computes', async (t) => {
  const page = await openPage(t);
  check(await page.evaluate(digests, { files, script: parts['descent.js'] }));
});

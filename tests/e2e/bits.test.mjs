// The same bits in Node and in Chromium as natively, by loops that were compiled for each run
// and without; firefox.test.mjs has them in Firefox.
// @ts-check
import test from 'node:test';
import { check, digests, files, grids, many } from './bits.mjs';
import { parts } from './browser.mjs';
import { open } from './page.mjs';

for (const refuse of [false, true]) {
  const how = refuse ? ', where no loop can be compiled' : '';

  test(`node computes the bits that native code computes${how}`, async () => {
    const source = await (await fetch(parts['descent.js'])).text();
    const script = `data:text/javascript;base64,${Buffer.from(source).toString('base64')}`;
    const modules = await Promise.all(['descent.wasm', 'second.wasm'].map(async (part) =>
      [...new Uint8Array(await (await fetch(parts[part])).arrayBuffer())]));
    check(await digests({ files, many, grids, script, modules, refuse }), refuse);
  });

  test(`the browser computes the bits that native code computes${how}`, async (t) => {
    const page = await open(t);
    check(await page.evaluate(digests, { files, many, grids, script: parts['descent.js'], refuse }), refuse);
  });
}

// A fault of the module's own: the page says so, gives the experiment back and goes on after
// a reload where it was.
// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { launch, parts, url } from './browser.mjs';
import { eventually, field, row, violations } from './page.mjs';

/** A module whose one function does what a panic ends with: `unreachable`. */
const TRAP = [
  0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0, 10, 5, 1, 3, 0, 0, 11,
];

/**
 * A page with something on it that is worth keeping.
 *
 * @param {import('node:test').TestContext} t
 */
async function working(t) {
  const browser = await launch();
  t.after(() => browser.close());
  const page = await (await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] })).newPage();
  await page.goto(url);
  await page.locator('html[data-state=ready]').waitFor();
  await field(page, 'Start w1').fill('0.5');
  await field(page, 'Learning rate, Adam').fill('0.05');
  await page.getByRole('slider', { name: 'Epoch' }).fill('40');
  await eventually(() => assert.match(page.url(), /epoch=40/));
  // The address follows a moment later; what is lost must not depend on that.
  await field(page, 'Learning rate, Momentum').fill('0.0002');
  return page;
}

for (const [where, method, act] of /** @type {[string, string, (page: import('playwright-core').Page) => Promise<unknown>][]} */ ([
  // A frame that is due anyway may come first and hide the button.
  ['a frame', 'draw', (page) => page.evaluate(() => document.getElementById('forward')?.click())],
  ['a field', 'send', (page) => field(page, 'Learning rate, Adam').fill('0.07')],
])) {
  test(`a panic in ${where} loses nothing`, async (t) => {
    const page = await working(t);
    const before = await row(page, 'Adam');
    await page.evaluate(async ([script, method, trap]) => {
      const { App } = await import(script);
      const { f } = new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(trap))).exports;
      App.prototype[method] = f;
    }, /** @type {const} */ ([parts['descent.js'], method, TRAP]));
    await act(page);
    const message = page.locator('#failure');
    await message.waitFor();
    assert.match(await message.innerText(), /stopped through a fault of its own.*Nothing is lost/);
    assert.equal(await page.locator('main').isVisible(), false);
    const experiment = JSON.parse(await page.getByRole('textbox', { name: 'Your experiment' }).inputValue());
    assert.deepEqual(await violations(page), []);
    assert.equal(experiment.start[0], 0.5);
    assert.deepEqual(experiment.runs.map((/** @type {any} */ { learning_rate: rate }) => rate), [0.001, 0.0002, 0.01, 0.05]);
    await page.getByRole('button', { name: 'Copy the experiment' }).click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    assert.deepEqual(JSON.parse(await page.evaluate(() => navigator.clipboard.readText())), experiment);
    assert.equal(await page.getByRole('link', { name: 'Start afresh' }).getAttribute('href'), '.');
    await page.getByRole('button', { name: 'Reload' }).click();
    await page.locator('html[data-state=ready]').waitFor();
    await eventually(async () => assert.deepEqual(await row(page, 'Adam'), before));
  });
}

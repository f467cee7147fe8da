// The module is two files: the page opens, plays and is dragged by the first alone, and what needs
// the second waits for it.
// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { digests, files } from './bits.mjs';
import { FIREFOX, launch, launchFirefox, openPage, parts, url } from './browser.mjs';
import { button, epoch, eventually, map, start, where } from './page.mjs';

/** @typedef {import('./page.mjs').Page} Page */

/**
 * Keeps back what a script fetches from an address until it is told that this may arrive; to be
 * run before the page's scripts.
 *
 * @param {string} address
 */
function keepBack(address) {
  const { fetch } = globalThis;
  /** @type {(value?: unknown) => void} */
  let arrive = () => {};
  const arrived = new Promise((resolve) => { arrive = resolve; });
  globalThis.fetch = async (resource, options) => {
    if (String(resource) === address) await arrived;
    return fetch(resource, options);
  };
  Object.assign(globalThis, { arrive });
}

/** Lets it arrive. @param {Page} page */
const arrive = (page) => page.evaluate(() => { /** @type {any} */ (globalThis).arrive(); });

/** How often the page has waited for a file and stood still meanwhile. @param {Page} page */
const waits = (page) => page.evaluate(() => performance.getEntriesByType('resource')
  .filter((entry) => /** @type {PerformanceResourceTiming} */ (entry).initiatorType === 'xmlhttprequest').length);

/** @param {import('node:test').TestContext} t */
async function openWithFirst(t) {
  const page = await openPage(t);
  await page.addInitScript(keepBack, parts['second.wasm']);
  await page.reload();
  await page.locator('html[data-state=ready]').waitFor();
  return page;
}

test('the page opens, plays and is dragged before its second module is there', async (t) => {
  const page = await openWithFirst(t);
  await button(page, 'Play').click();
  await eventually(async () => assert.equal(await epoch(page), 150));
  const at = await where(page);
  const before = await start(page);
  await page.mouse.move(...at(before[0], before[1]));
  await page.mouse.down();
  await page.mouse.move(...at(1.5, 1.5), { steps: 20 });
  await page.mouse.up();
  await map(page).press('ArrowRight');
  await eventually(async () => assert.notDeepEqual(await start(page), before));
  await eventually(async () => assert.match(await page.locator('#fingerprint-short').innerText(), /^[0-9a-f]{8}$/));
  assert.equal(await waits(page), 0);
  await arrive(page);
});

test('what needs the second module waits for it, and the page goes on meanwhile', async (t) => {
  const page = await openWithFirst(t);
  const dialog = page.locator('#sharing');
  await button(page, 'Share and save').click();
  await button(page, 'Play').click();
  await eventually(async () => assert.equal(await epoch(page), 150));
  assert.equal(await dialog.isVisible(), false);
  await arrive(page);
  await dialog.waitFor();
  assert.match(await page.locator('#code').innerText(), /import numpy/);
  assert.equal(await waits(page), 0);
});

const browsers = {
  Chromium: { skip: false, launch: /** @type {() => Promise<any>} */ (launch) },
  Firefox: { skip: FIREFOX ? false : 'there is no Firefox: install one, or name it in FIREFOX', launch: launchFirefox },
};

for (const [engine, { skip, launch }] of Object.entries(browsers)) {
  test(`a function of the second module that is called too soon gives the same bits, in ${engine}`, { skip }, async (t) => {
    const browser = await launch();
    t.after(() => browser.close());
    const page = await browser.newPage();
    const what = { files: files.slice(0, 40), script: parts['descent.js'] };
    await page.goto(url);
    await page.waitForSelector('html[data-state=ready]');
    const { digests: expected } = await page.evaluate(digests, what);
    await (page.addInitScript ?? page.evaluateOnNewDocument).call(page, keepBack, parts['second.wasm']);
    await page.reload();
    await page.waitForSelector('html[data-state=ready]');
    assert.deepEqual((await page.evaluate(digests, what)).digests, expected);
    assert.equal(await waits(page), 1);
    await arrive(page);
    assert.deepEqual((await page.evaluate(digests, what)).digests, expected);
    assert.equal(await waits(page), 1);
  });
}

test('where the second module does not come when it is needed, the page says so and gives back the experiment', async (t) => {
  const browser = await launch();
  t.after(() => browser.close());
  const page = await browser.newPage();
  await page.addInitScript(keepBack, parts['second.wasm']);
  await page.route(parts['second.wasm'], (route) => route.fulfill({ status: 404 }));
  await page.goto(url);
  await page.locator('html[data-state=ready]').waitFor();
  await button(page, 'Add an optimizer').click();
  await page.getByRole('menuitem', { name: 'RAdam', exact: true }).click();
  const message = page.locator('#failure');
  await message.waitFor();
  const name = parts['second.wasm'].replace(/.*\//, '');
  assert.ok((await message.innerText()).includes(`the server does not have ${name} (it answers 404)`));
  const saved = JSON.parse(await page.getByRole('textbox', { name: 'Your experiment' }).inputValue());
  assert.ok(saved.runs.length > 0);
});

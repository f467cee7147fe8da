// The page in Firefox, another engine than that of all other tests: the same bits, and the
// page as a whole once. `cargo xtask test` names a Firefox in FIREFOX where there is one.
// @ts-check
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { check, digests, files, grids, many } from './bits.mjs';
import { FIREFOX, launchFirefox, parts, picture, url, watch } from './browser.mjs';
import { eventually, paint } from './page.mjs';

/** @typedef {import('puppeteer-core').Page} Page */

const skip = FIREFOX ? false : 'there is no Firefox: install one, or name it in FIREFOX';

/**
 * Opens the page in a fresh Firefox for the length of one test, and waits until it can be
 * used. It must do there what it must do in Chromium: see openPage.
 *
 * @param {import('node:test').TestContext} t
 */
async function open(t) {
  const browser = await launchFirefox();
  const page = await browser.newPage();
  const faults = watch(page, page);
  t.after(async () => {
    await picture(page, t.name).finally(() => browser.close());
    assert.deepEqual(faults, [], 'the page did what no page of ours may do');
  });
  await page.goto(url);
  await page.waitForSelector('html[data-state=ready]');
  return page;
}

for (const refuse of [false, true]) {
  const how = refuse ? ', where no loop can be compiled' : '';
  test(`Firefox computes the bits that native code computes${how}`, { skip }, async (t) => {
    const page = await open(t);
    check(await page.evaluate(digests, { files, many, grids, script: parts['descent.js'], refuse }), refuse);
  });
}

test('the page plays in Firefox and shows the results that it shows elsewhere', { skip }, async (t) => {
  const page = await open(t);
  await page.locator('#play').click();
  await page.waitForFunction(() => /** @type {HTMLInputElement} */ (document.getElementById('epoch')).value === '150');
  await expectCosts(page, { RMSprop: '2.52510', Adam: '11.7549' });
  await page.select('#experiment', 'assignment_a');
  await expectCosts(page, { 'Gradient descent': '0.364019', Momentum: '∞', RMSprop: '580.227', Adam: '606.957' });
  assert.ok((await paint(page, 'map-ground')).colours > 20);
  for (const id of ['map-paths', 'map-heads', 'chart-curves']) {
    assert.ok((await paint(page, id)).painted > 100, `${id} is empty`);
  }
});

test('a link opens in Firefox, survives a reload, and has the fingerprint of the experiment file', { skip }, async (t) => {
  const page = await open(t);
  const opened = () => eventually(async () => {
    await expectCosts(page, { RMSprop: '3.01107', Adam: '3.00002' });
    return page.$eval('#fingerprint-short', ({ textContent }) => {
      if (!textContent) throw new Error('not computed to the end yet');
      return textContent;
    });
  });
  await page.evaluate(() => { location.hash = 'v=1&experiment=assignment_b&epoch=700'; });
  const fingerprint = await opened();
  const file = await readFile(new URL('../../experiments/assignment_b.json', import.meta.url), 'utf8');
  const { digests: [whole] } = await page.evaluate(digests, { files: [file], script: parts['descent.js'] });
  assert.equal(fingerprint, whole.slice(0, 8));
  await page.reload();
  assert.equal(await opened(), fingerprint);
  assert.match(page.url(), /#v=1&experiment=assignment_b&epoch=700$/);
});

/**
 * Waits until the table says these costs.
 *
 * @param {Page} page
 * @param {Record<string, string>} expected
 */
function expectCosts(page, expected) {
  return eventually(async () => {
    const rows = await page.$$eval('#table tbody tr:has(th input)', (rows) => rows.map((row) => [
      row.querySelector('th input')?.getAttribute('aria-label'),
      row.querySelectorAll('td')[2].innerText,
    ]));
    const costs = Object.fromEntries(rows);
    assert.deepEqual({ ...costs, ...expected }, costs);
  });
}

// A picture of each main view, to be looked at: tests/e2e/artifacts/view-*.png.
// @ts-check
import { mkdir } from 'node:fs/promises';
import { test } from 'node:test';
import { button, choose, expectRow, field, load, map, open, where } from './page.mjs';

const artifacts = new URL('artifacts/', import.meta.url);
const desktop = { width: 1366, height: 768 };

/** @type {[string, Parameters<typeof open>[1]][]} */
const WINDOWS = [
  ['desktop-light', { viewport: desktop, colorScheme: 'light' }],
  ['desktop-dark', { viewport: desktop, colorScheme: 'dark' }],
  ['desktop-2x', { viewport: desktop, deviceScaleFactor: 2 }],
  ['phone-light', { viewport: { width: 360, height: 2600 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true }],
  ['phone-dark', { viewport: { width: 360, height: 2600 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true, colorScheme: 'dark' }],
  ['tablet', { viewport: { width: 1024, height: 768 } }],
  ['full-hd', { viewport: { width: 1920, height: 1080 } }],
  ['4k', { viewport: { width: 3840, height: 2160 } }],
];

/** @param {import('playwright-core').Page} page @param {string} name @param {boolean} [whole] */
async function take(page, name, whole = false) {
  await mkdir(artifacts, { recursive: true });
  await page.screenshot({ path: new URL(`view-${name}.png`, artifacts).pathname, fullPage: whole });
}

for (const [name, options] of WINDOWS) {
  test(`a picture of assignment A: ${name}`, async (t) => {
    const page = await open(t, options);
    await load(page, 'Rosenbrock, RMSprop and Adam at 0.01');
    await expectRow(page, 'Adam', { cost: '11.7549' });
    await take(page, name);
  });
}

test('pictures of what opens and what goes wrong', async (t) => {
  const page = await open(t, { viewport: desktop });
  await load(page, 'Goldstein–Price, as handed in (assignment B)');
  await button(page, 'More settings, Adam').click();
  await field(page, 'Learning rate, Momentum').fill('abc');
  await field(page, 'Start w1').fill('');
  await take(page, 'folds-and-faults', true);
});

test('pictures of the readouts', async (t) => {
  const page = await open(t, { viewport: desktop });
  await choose(page, 'Himmelblau');
  await page.mouse.move(...(await where(page))(3, 2));
  await take(page, 'readout');
  await map(page).focus();
  await page.keyboard.press('Tab');
  await button(page, 'Add an optimizer').click();
  await take(page, 'menu');
});

// What the table says of how a run stands is true, whatever is looked at.
// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { button, epoch, eventually, expectRow, load, map, open, row, runs, where } from './page.mjs';

/** @typedef {import('playwright-core').Page} Page */

/** @param {Page} page */
async function statuses(page) {
  const names = /** @type {string[]} */ (await runs(page));
  return Promise.all(names.map(async (name) => (await row(page, name)).status));
}

test('how a run stands does not depend on the zoom', async (t) => {
  const page = await open(t, { path: '#landscape=saddle&run=gradient_descent,learning_rate:0.05&run=adam&epoch=150' });
  const before = await eventually(async () => {
    const found = await statuses(page);
    assert.match(found[0], /^left the region now at \(−?\d.*, −?\d.*\)$/);
    return found;
  });
  const at = await where(page);
  await page.mouse.move(...at(-1.5, -1.5));
  for (let k = 0; k < 4; k += 1) await page.mouse.wheel(0, -400);
  assert.deepEqual(await statuses(page), before);
  await map(page).focus();
  await page.keyboard.press('0');
  for (let k = 0; k < 12; k += 1) await page.keyboard.press('-');
  assert.deepEqual(await statuses(page), before);
});

test('a run that sits at a minimum says so, at rest or not', async (t) => {
  const page = await open(t, { path: '#landscape=quadratic&start=1,1&run=gradient_descent,learning_rate:0.1&run=adam,learning_rate:0.05&epochs=2000&epoch=2000' });
  await expectRow(page, 'Gradient descent', { status: 'converged minimum (0, 0)' });
  await load(page, 'Goldstein–Price, as handed in (assignment B)');
  await expectRow(page, 'RMSprop', { status: 'at a minimum (0, −1)' });
});

test('a run that is paused is not running', async (t) => {
  const page = await open(t);
  await expectRow(page, 'Adam', { status: 'ready' });
  await page.getByRole('combobox', { name: 'Speed' }).selectOption({ label: '20 epochs/s' });
  await button(page, 'Play').click();
  await eventually(async () => assert.ok(await epoch(page) > 2));
  await expectRow(page, 'Adam', { status: 'running' });
  await button(page, 'Pause').click();
  await expectRow(page, 'Adam', { status: 'paused' });
  await button(page, 'Step forward').click();
  await expectRow(page, 'Adam', { status: 'paused' });
});

// The chart of cost, gradient and learning rate per epoch.
// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boxOf, epoch, eventually, load, open, readout } from './page.mjs';

/** @param {import('playwright-core').Page} page @param {string} name */
const show = (page, name) => page.getByRole('radio', { name, exact: true }).check({ force: true });

test('linear, log, gradient and learning rate are four pictures', async (t) => {
  const page = await open(t);
  await load(page, 'Rosenbrock, every rate 0.001 (assignment A)');
  assert.ok(await page.getByRole('figure', { name: 'Cost per epoch' }).isVisible());
  const pictures = new Set();
  for (const name of ['Log', 'Linear', 'Gradient', 'Learning rate']) {
    await show(page, name);
    await eventually(async () => {
      const picture = await page.evaluate(() =>
        /** @type {HTMLCanvasElement} */ (document.getElementById('chart-curves')).toDataURL());
      assert.ok(!pictures.has(picture), name);
      pictures.add(picture);
    });
  }
  assert.ok(await page.getByRole('figure', { name: 'Learning rate per epoch' }).isVisible());
});

test('the pointer reads the exact value of every run at an epoch', async (t) => {
  const page = await open(t);
  await load(page, 'Rosenbrock, every rate 0.001 (assignment A)');
  const box = await boxOf(page.locator('#chart-stage'));
  const seen = await eventually(async () => {
    await page.mouse.move(box.x + box.width * 0.5, box.y + box.height * 0.5);
    const text = await readout(page);
    assert.match(text, /^epoch \d+/);
    return text;
  });
  assert.match(seen, /Gradient descent\s+0\.4\d+/);
  assert.match(seen, /Momentum\s+(∞|–)|^((?!Momentum).)*$/s);
  assert.match(seen, /RMSprop\s+7\d\d\.\d{3}/);
  const line = await page.evaluate(() => {
    const canvas = /** @type {HTMLCanvasElement} */ (document.getElementById('chart-hair-line'));
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
    return context.getImageData(0, 0, canvas.width, canvas.height).data.some((value) => value > 0);
  });
  assert.ok(line, 'a hair line stands at the epoch');
  await page.mouse.move(5, 5);
  assert.equal(await readout(page), '');
});

test('a click goes to the epoch under the pointer', async (t) => {
  const page = await open(t);
  await load(page, 'Rosenbrock, every rate 0.001 (assignment A)');
  const box = await boxOf(page.locator('#chart-stage'));
  await page.mouse.move(box.x + box.width * 0.6, box.y + box.height * 0.5);
  const [, pointed] = /^epoch (\d+)/.exec(await readout(page)) ?? assert.fail();
  await page.mouse.down();
  await page.mouse.up();
  await eventually(async () => assert.equal(await epoch(page), Number(pointed)));
});

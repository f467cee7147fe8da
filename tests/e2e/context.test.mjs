// A browser may lose what is on a canvas, such as when the graphics driver starts anew, and then
// says that it can be drawn on again.
// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { epoch, eventually, open } from './page.mjs';

/**
 * A number for what a canvas shows.
 *
 * @param {import('playwright-core').Locator} canvas
 */
function shown(canvas) {
  return canvas.evaluate((/** @type {HTMLCanvasElement} */ canvas) => {
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    return new Uint32Array(data.buffer).reduce((sum, pixel) => Math.imul(sum ^ pixel, 16777619), 1);
  });
}

test('what a browser loses of the canvases is drawn again', async (t) => {
  const page = await open(t);
  await page.getByRole('slider', { name: 'Epoch' }).fill('100');
  await eventually(async () => assert.equal(await epoch(page), 100));
  // Something under the pointer of the chart, so that each layer has something to show.
  await page.locator('#chart-stage').hover();
  const canvases = await page.locator('canvas').all();
  assert.equal(canvases.length, 5);
  for (const canvas of canvases) {
    const before = await settled(canvas);
    // This empties it and forgets its transform, as a loss does.
    await canvas.evaluate((/** @type {HTMLCanvasElement} */ lost) => { lost.width += 0; });
    assert.notEqual(await shown(canvas), before);
    await canvas.dispatchEvent('contextrestored');
    await eventually(async () => assert.equal(await shown(canvas), before));
  }
});

/**
 * What a canvas shows once it is not being drawn any more.
 *
 * @param {import('playwright-core').Locator} canvas
 */
async function settled(canvas) {
  let last = NaN;
  return eventually(async () => {
    const now = await shown(canvas);
    const same = now === last;
    last = now;
    assert.ok(same);
    return now;
  });
}

// Layers: only what has changed is drawn, and what is not shown costs nothing.
// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boxOf, button, choose, epoch, eventually, map, open, row } from './page.mjs';

/** @typedef {import('playwright-core').Page} Page */

/** Counts, per canvas, the calls that change its pixels. */
function count() {
  /** @type {Record<string, number>} */
  const drawn = {};
  Object.assign(globalThis, { drawn });
  const { prototype } = CanvasRenderingContext2D;
  for (const name of /** @type {const} */ (['stroke', 'fill', 'fillText', 'clearRect', 'putImageData', 'drawImage'])) {
    const draw = prototype[name];
    Object.assign(prototype, {
      /** @this {CanvasRenderingContext2D} @param {any[]} given */
      [name](...given) {
        drawn[this.canvas.id] = (drawn[this.canvas.id] ?? 0) + 1;
        return Reflect.apply(draw, this, given);
      },
    });
  }
}

/**
 * The canvases that are drawn on while something is done, and until two frames have come.
 *
 * @param {Page} page
 * @param {() => Promise<unknown>} act
 */
async function drawnBy(page, act) {
  await page.evaluate(() => {
    const { drawn } = /** @type {any} */ (globalThis);
    for (const id of Object.keys(drawn)) delete drawn[id];
  });
  await act();
  return page.evaluate(async () => {
    for (let k = 0; k < 2; k += 1) await new Promise(requestAnimationFrame);
    return Object.keys(/** @type {any} */ (globalThis).drawn).sort();
  });
}

/** @param {import('node:test').TestContext} t */
async function opened(t) {
  const page = await open(t);
  await page.context().addInitScript(count);
  await page.reload();
  // Nothing is computed any more once the fingerprint is known.
  await page.locator('#fingerprint-short:not(:empty)').waitFor({ state: 'attached' });
  await page.getByRole('slider', { name: 'Epoch' }).fill('100');
  await eventually(async () => assert.equal(await epoch(page), 100));
  return page;
}

test('only the layers that change are drawn', async (t) => {
  const page = await opened(t);
  const { x, y, width, height } = await boxOf(map(page));
  await page.mouse.move(x + 0.5 * width, y + 0.5 * height);
  const over = await drawnBy(page, () => page.mouse.move(x + 0.4 * width, y + 0.3 * height));
  assert.deepEqual(over, [], 'a pointer over the map');
  assert.deepEqual(await drawnBy(page, () => button(page, 'Step back').click()),
    ['chart-curves', 'map-heads', 'map-paths'], 'an epoch back');
  assert.deepEqual(await drawnBy(page, () => button(page, 'Step forward').click()),
    ['chart-curves', 'map-heads', 'map-paths'], 'an epoch forward');
  assert.deepEqual(await drawnBy(page, () => page.getByRole('radio', { name: 'Linear', exact: true }).check({ force: true })),
    ['chart-curves'], 'another chart');
  assert.deepEqual(await drawnBy(page, () => button(page, 'Zoom in').click()),
    ['map-ground', 'map-heads', 'map-paths'], 'another view');
});

test('nothing is drawn beyond the last epoch', async (t) => {
  const page = await opened(t);
  await page.getByRole('slider', { name: 'Epoch' }).fill('149');
  await eventually(async () => assert.equal(await epoch(page), 149));
  const step = () => button(page, 'Step forward').click();
  assert.deepEqual(await drawnBy(page, step), ['chart-curves', 'map-heads', 'map-paths'], 'the last epoch');
  assert.deepEqual(await drawnBy(page, step), [], 'none after it');
});

test('a layer that is off has no canvas on the page', async (t) => {
  const page = await opened(t);
  const shown = () => page.locator('canvas:visible').evaluateAll((all) => all.map(({ id }) => id));
  assert.deepEqual(await shown(), ['map-ground', 'map-paths', 'map-heads', 'chart-curves']);
  const chart = page.locator('#chart-stage');
  assert.deepEqual(await drawnBy(page, () => chart.hover()), ['chart-hair-line']);
  assert.deepEqual((await shown()).at(-1), 'chart-hair-line');
  const { x, y } = await boxOf(chart);
  await page.mouse.move(x, y - 20);
  await eventually(async () => assert.ok(!(await shown()).includes('chart-hair-line')));
  assert.deepEqual(await drawnBy(page, () => button(page, 'Step back').click()), ['chart-curves', 'map-heads', 'map-paths']);
});

test('figures are written ten times a second while it plays, and are exact when it stands', async (t) => {
  const page = await open(t);
  await choose(page, 'Rosenbrock');
  await button(page, 'Restart').click();
  await eventually(async () => assert.equal(await epoch(page), 0));
  await page.clock.install();
  await page.reload();
  await page.evaluate(() => {
    const seen = { written: 0, frames: 0 };
    Object.assign(globalThis, { seen });
    new MutationObserver(() => { seen.written += 1; }).observe(/** @type {Node} */ (document.getElementById('runs')), { characterData: true, subtree: true });
    const tick = () => {
      seen.frames += 1;
      requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  });
  await button(page, 'Restart').click();
  await button(page, 'Play').click();
  await page.clock.runFor(1000);
  const { written, frames } = await page.evaluate(() => /** @type {any} */ (globalThis).seen);
  assert.ok(frames > 50 && written > 5 && written <= 14, `${written} times in ${frames} frames`);
  await button(page, 'Pause').click();
  await page.clock.runFor(20);
  const said = await row(page, 'Adam');
  for (const name of ['Step forward', 'Step back']) {
    await button(page, name).click();
    await page.clock.runFor(20);
  }
  assert.deepEqual(await row(page, 'Adam'), said);
});

// Layout: nothing jumps, nothing is cut off, and each window shows first what is needed first.
// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boxOf, button, choose, eventually, field, load, open } from './page.mjs';

/** @typedef {import('playwright-core').Page} Page */

/** Every window that the page is laid out for. */
const WINDOWS = [[1280, 720], [1366, 768], [1024, 768], [820, 1180], [390, 844], [844, 390]];

/** @param {number} width @param {number} height */
function windowOf(width, height) {
  const touch = width < 1024;
  return { viewport: { width, height }, hasTouch: touch, isMobile: touch };
}

/**
 * The texts and fields that are wider than their place.
 *
 * @param {Page} page
 */
function cutOff(page) {
  return page.evaluate(() => {
    const nodes = [...document.querySelectorAll('main input.number, main button, main .thumb span, main select, main .tag')];
    const cut = nodes.filter((node) => node.checkVisibility() && node.scrollWidth > node.clientWidth + 1);
    return cut.map((node) => `${node.className} ${node.textContent || /** @type {HTMLInputElement} */ (node).value}`);
  });
}

for (const [width, height] of WINDOWS) {
  const name = `${width} × ${height}`;
  const options = windowOf(width, height);

  test(`${name}: nothing moves while it plays`, async (t) => {
    const page = await open(t, options);
    await load(page, 'Goldstein–Price, as handed in (assignment B)');
    await page.getByRole('combobox', { name: 'Speed' }).selectOption('60');
    await button(page, 'Restart').click();
    await page.evaluate(() => {
      const shifts = { total: 0, list: /** @type {string[]} */ ([]) };
      Object.assign(globalThis, { shifts });
      new PerformanceObserver((entries) => {
        for (const entry of /** @type {any[]} */ (entries.getEntries())) {
          shifts.total += entry.value;
          shifts.list.push(...entry.sources.map((/** @type {any} */ { node }) => `${node?.parentElement?.className} ${node?.textContent}`));
        }
      }).observe({ type: 'layout-shift', buffered: false });
    });
    const playing = button(page, 'Play');
    const before = await boxOf(playing);
    await playing.click();
    assert.deepEqual(await boxOf(button(page, 'Pause')), before);
    const slider = page.getByRole('slider', { name: 'Epoch' });
    await eventually(async () => assert.ok(Number(await slider.inputValue()) >= 130));
    await page.evaluate(() => /** @type {any} */ (globalThis).shifts.list.length);
    const shifts = await page.evaluate(() => /** @type {any} */ (globalThis).shifts);
    assert.deepEqual(shifts, { total: 0, list: [] });
  });

  test(`${name}: no number, name or button is cut off`, async (t) => {
    const page = await open(t, options);
    for (const experiment of ['Rosenbrock, every rate 0.001 (assignment A)', 'Goldstein–Price, as handed in (assignment B)']) {
      await load(page, experiment);
      assert.deepEqual(await cutOff(page), [], experiment);
    }
    await field(page, 'Learning rate, Momentum').fill('0.00000250000');
    await field(page, 'Decay, Adam').fill('0.0123456789');
    await field(page, 'Decay, Adam').press('Tab');
    assert.deepEqual(await cutOff(page), [], 'long numbers');
    const round = await page.locator('.round').evaluateAll((all) => all.map((node) => {
      const { width, height } = node.getBoundingClientRect();
      return width / height;
    }));
    assert.deepEqual(round, [1, 1, 1]);
  });
}

/** @param {Page} page @param {...string} ids */
async function onFirstScreen(page, ...ids) {
  const height = page.viewportSize()?.height ?? 0;
  for (const id of ids) {
    const box = await boxOf(page.locator(id));
    assert.ok(box.y >= 0 && box.y + box.height <= height, `${id}: ${box.y} to ${box.y + box.height}`);
  }
}

test('1024 × 768, a tablet held upright and a phone held sideways: map, chart and playback are on the first screen', async (t) => {
  for (const [width, height] of [[1024, 768], [820, 1180], [844, 390]]) {
    const page = await open(t, windowOf(width, height));
    await onFirstScreen(page, '#map-stage', '#chart-stage', '.transport');
  }
});

test('on a phone everything stands in the order in which it is read', async (t) => {
  const page = await open(t, windowOf(390, 844));
  const places = [];
  for (const id of ['#landscape-title', '#start-title', '#choose-title', '#map-title', '.transport', '#chart-title', '#runs-title']) {
    places.push((await boxOf(page.locator(id))).y);
  }
  assert.deepEqual(places, [...places].sort((a, b) => a - b));
});

test('a fold opens into view', async (t) => {
  const page = await open(t, windowOf(1280, 720));
  await button(page, 'More settings, Adam').click();
  const box = await boxOf(page.locator('.fold:not([hidden])'));
  assert.ok(box.y + box.height <= 720.5, `${box.y} to ${box.y + box.height}`);
});

test('each landscape says its name in the list', async (t) => {
  const page = await open(t);
  const named = await page.locator('.thumb').evaluateAll((all) => all.map((label) =>
    [label.querySelector('input')?.ariaLabel, /** @type {HTMLElement} */ (label).innerText.trim()]));
  assert.ok(named.length >= 17);
  for (const [name, seen] of named) assert.equal(seen, name);
  await choose(page, 'Beale');
  await page.locator('.thumb', { hasText: 'Booth' }).hover();
  assert.equal(await page.locator('#landscape-name').innerText(), 'Beale');
});

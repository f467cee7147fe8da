// The map and its layers: zoom, pan, what is read under the pointer, and sharpness.
// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boxOf, button, choose, eventually, load, map, open, paint, readout, where } from './page.mjs';

const CANVASES = ['map-ground', 'map-paths', 'map-heads', 'chart-curves'];

/** How many pixels one unit of w1 is wide. @param {import('playwright-core').Page} page */
async function unit(page) {
  const at = await where(page);
  return at(1, 0)[0] - at(0, 0)[0];
}

test('the wheel, the keys and the buttons zoom; reset shows the whole again', async (t) => {
  const page = await open(t);
  const whole = await unit(page);
  const at = await where(page);
  await page.mouse.move(...at(1, 1));
  await page.mouse.wheel(0, -400);
  const near = await unit(page);
  assert.ok(near > 1.3 * whole);
  const moved = (await where(page))(1, 1);
  assert.ok(Math.hypot(moved[0] - at(1, 1)[0], moved[1] - at(1, 1)[1]) < 2, 'what is under the pointer stays there');

  await map(page).focus();
  await page.keyboard.press('-');
  const after = await unit(page);
  assert.ok(after < near);
  await page.keyboard.press('+');
  assert.ok(Math.abs(await unit(page) - near) < 0.01 * near);
  await page.keyboard.press('0');
  assert.ok(Math.abs(await unit(page) - whole) < 0.01 * whole);

  await button(page, 'Zoom in').click();
  assert.ok(await unit(page) > 1.1 * whole);
  await button(page, 'Zoom out').click();
  await button(page, 'Zoom out').click();
  assert.ok(await unit(page) < 0.9 * whole);
  await button(page, 'Reset view').click();
  assert.ok(Math.abs(await unit(page) - whole) < 0.01 * whole);
});

test('the pointer reads coordinates and cost, marks and iterates', async (t) => {
  const page = await open(t);
  await load(page, 'Rosenbrock, every rate 0.001 (assignment A)');
  const at = await where(page);
  await page.mouse.move(...at(1, 1));
  assert.match(await readout(page), /minimum \(1(\.0*)?, 1(\.0*)?\): J = 0/);
  await page.mouse.move(...at(0.397379, 0.154965));
  assert.match(await readout(page), /Gradient descent, epoch 150: \(0\.397379, 0\.154965\), J = 0\.364019/);
  await page.mouse.move(...at(0, 1.5));
  assert.match(await readout(page), /w₁ = .*, w₂ = 1\.\d+: J = 2\d\d/);
  await page.mouse.move(5, 5);
  assert.equal(await readout(page), '');
});

test('a saddle and a maximum are named', async (t) => {
  const page = await open(t);
  await choose(page, 'Himmelblau');
  const at = await where(page);
  await page.mouse.move(...at(-0.270845, -0.923039));
  assert.match(await readout(page), /maximum/);
  await choose(page, 'Saddle');
  await page.mouse.move(...(await where(page))(0, 0));
  assert.match(await readout(page), /saddle/);
});

test('no canvas is blank, and each landscape and theme is drawn anew', async (t) => {
  const page = await open(t);
  await load(page, 'Rosenbrock, every rate 0.001 (assignment A)');
  await eventually(async () => {
    for (const id of CANVASES) {
      const { colours, painted } = await paint(page, id);
      assert.ok(colours >= 4 && painted > 100, `${id}: ${colours} colours on ${painted} pixels`);
    }
  });
  const field = await paint(page, 'map-ground');
  assert.ok(field.colours > 20);
  const picture = () => page.evaluate(() => /** @type {HTMLCanvasElement} */ (document.getElementById('map-ground')).toDataURL());
  const light = await picture();
  await button(page, 'Dark theme').click();
  const dark = await eventually(async () => {
    const found = await picture();
    assert.notEqual(found, light);
    return found;
  });
  await choose(page, 'Ackley');
  await eventually(async () => assert.notEqual(await picture(), dark));
});

for (const ratio of [1, 1.5, 2, 3]) {
  test(`every layer is sharp at a device pixel ratio of ${ratio}, and after a resize`, async (t) => {
    const page = await open(t, { viewport: { width: 1366, height: 768 }, deviceScaleFactor: ratio });
    for (const size of [{ width: 1366, height: 768 }, { width: 1101, height: 699 }, { width: 1501, height: 901 }]) {
      await page.setViewportSize(size);
      await eventually(async () => {
        const layers = await page.locator('.stage canvas:not([hidden])').evaluateAll((all) => all.map((canvas) => {
          const { width, height } = /** @type {HTMLCanvasElement} */ (canvas);
          const box = canvas.getBoundingClientRect();
          return { id: canvas.id, off: [width - box.width * devicePixelRatio, height - box.height * devicePixelRatio] };
        }));
        for (const { id, off } of layers) assert.ok(off.every((one) => Math.abs(one) <= 1), `${id} is off by ${off}`);
      });
      assert.ok((await paint(page, 'map-ground')).colours > 20);
    }
  });
}

test('the figures grow with the window', async (t) => {
  const page = await open(t, { viewport: { width: 1366, height: 768 } });
  const small = await boxOf(map(page));
  await page.setViewportSize({ width: 2560, height: 1440 });
  await eventually(async () => {
    const large = await boxOf(map(page));
    assert.ok(large.height > 1.8 * small.height);
    assert.ok(Math.abs(large.width / large.height - small.width / small.height) < 0.02, 'a landscape keeps its shape');
  });
});

// Step 1 and 2: the landscape, and where the runs begin.
// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { choose, eventually, expectRow, field, load, map, open, row, start, where } from './page.mjs';

const near = (/** @type {number[]} */ found, /** @type {number[]} */ expected, /** @type {number} */ within) =>
  found.forEach((w, i) => assert.ok(Math.abs(w - expected[i]) <= within, `${found} is not near ${expected}`));

test('the dot is dragged with the mouse, and the runs follow at once', async (t) => {
  const page = await open(t);
  await load(page, 'Rosenbrock, every rate 0.001 (assignment A)');
  const at = await where(page);
  await page.mouse.move(...at(-1.54, -0.64));
  await page.mouse.down();
  await page.mouse.move(...at(-0.5, 0.5), { steps: 5 });
  near(await start(page), [-0.5, 0.5], 0.02);
  const during = await row(page, 'Gradient descent');
  await page.mouse.move(...at(0.5, 1.5), { steps: 5 });
  await page.mouse.up();
  near(await start(page), [0.5, 1.5], 0.02);
  await eventually(async () => assert.notDeepEqual(await row(page, 'Gradient descent'), during));
  await page.mouse.move(...at(1.5, 0));
  near(await start(page), [0.5, 1.5], 0.02);
});

test('the dot is dragged with a finger, and a finger beside it scrolls the page', async (t) => {
  const page = await open(t, { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });
  const at = await where(page);
  const touch = await page.context().newCDPSession(page);
  const finger = async (/** @type {'touchStart' | 'touchMove' | 'touchEnd'} */ type, /** @type {number[]} */ ...[x, y]) =>
    touch.send('Input.dispatchTouchEvent', { type, touchPoints: x === undefined ? [] : [{ x, y }] });
  const before = await page.evaluate(() => scrollY);
  await finger('touchStart', ...at(-1.54, -0.64));
  await finger('touchMove', ...at(-1, 0));
  await finger('touchMove', ...at(0, 1));
  await finger('touchEnd');
  near(await start(page), [0, 1], 0.05);
  assert.equal(await page.evaluate(() => scrollY), before);

  const [x, y] = at(1, -1);
  await finger('touchStart', x, y);
  for (let far = 10; far <= 120; far += 10) await finger('touchMove', x, y - far);
  await finger('touchEnd');
  await eventually(async () => assert.ok(await page.evaluate(() => scrollY) > before + 50));
  near(await start(page), [0, 1], 0.05);
});

test('two fingers zoom the map', async (t) => {
  const page = await open(t, { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });
  const before = await where(page);
  const touch = await page.context().newCDPSession(page);
  const [[x1, y], [x2]] = [before(-0.5, 0), before(0.5, 0)];
  const fingers = (/** @type {'touchStart' | 'touchMove'} */ type, /** @type {number} */ spread) =>
    touch.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: [{ x: x1 - spread, y, id: 1 }, { x: x2 + spread, y, id: 2 }],
    });
  await fingers('touchStart', 0);
  for (let spread = 5; spread <= 40; spread += 5) await fingers('touchMove', spread);
  await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  const after = await where(page);
  assert.ok(after(1, 0)[0] - after(-1, 0)[0] > 1.4 * (before(1, 0)[0] - before(-1, 0)[0]));
});

test('arrow keys move the dot: a hundredth of the view, ten of them, a tenth', async (t) => {
  const page = await open(t);
  await field(page, 'Start w1').fill('0');
  await field(page, 'Start w2').fill('0');
  await map(page).focus();
  for (const [keys, expected] of /** @type {[string, number[]][]} */ ([
    ['ArrowRight', [0.04, 0]],
    ['ArrowUp', [0.04, 0.04]],
    ['Shift+ArrowLeft', [-0.36, 0.04]],
    ['Alt+ArrowDown', [-0.36, 0.036]],
  ])) {
    await page.keyboard.press(keys);
    near(await start(page), expected, 0.005);
  }
});

test('w1 and w2 are typed, and cost, gradient and its length stand there', async (t) => {
  const page = await open(t);
  await field(page, 'Start w1').fill('-1.2');
  await field(page, 'Start w2').fill('1');
  const panel = page.getByRole('region', { name: 'Choose the start' });
  await eventually(async () => {
    const text = await panel.innerText();
    assert.match(text, /cost J\s+24\.2000/);
    assert.match(text, /\(−215\.600, −88\.0000\)/);
    assert.match(text, /232\.868/);
  });
});

test('every landscape has a thumbnail, a formula and a lesson, and brings its own start', async (t) => {
  const page = await open(t);
  const radios = page.getByRole('radiogroup', { name: 'Landscape' }).getByRole('radio');
  const names = await radios.evaluateAll((all) => all.map((one) => one.getAttribute('aria-label') ?? ''));
  assert.deepEqual(names.slice(0, 4), ['Himmelblau', 'Styblinski–Tang', 'Rosenbrock', 'Goldstein–Price']);
  assert.equal(names.length, 19);
  for (const name of names) {
    await field(page, 'Start w1').fill('0.123');
    await choose(page, name);
    assert.notEqual((await start(page))[0], 0.123, name);
    assert.equal(await page.locator('#landscape-name').innerText(), name);
    assert.ok(await page.locator('#formula math').first().isVisible(), name);
    const lesson = await page.locator('#lesson').innerText();
    assert.match(lesson, /^\p{Lu}.*\.$/u, name);
  }
  await eventually(async () => {
    const blank = await page.locator('.thumb img').evaluateAll((images) => images.filter((image) => {
      const context = /** @type {CanvasRenderingContext2D} */ (document.createElement('canvas').getContext('2d'));
      context.drawImage(/** @type {HTMLImageElement} */ (image), 0, 0);
      const { data } = context.getImageData(0, 0, 112, 112);
      return new Set(new Uint32Array(data.buffer)).size < 5;
    }).length);
    assert.equal(blank, 0);
  });
});

test('a formula is typed, with a number of its own, over as many parameters as it names', async (t) => {
  const page = await open(t);
  await choose(page, 'Your own formula');
  const formula = page.getByRole('textbox', { name: 'Formula of the cost' });
  const shown = page.locator('#formula');
  await formula.fill('(x - 1)^2 + shift*y^2 +');
  const fault = page.getByText(/column 13: “shift” is neither given nor set/);
  await fault.waitFor();
  await formula.fill('(x - 1)^2 + shift*y^2');
  await page.getByRole('button', { name: 'Make shift a parameter' }).click();
  await eventually(async () => assert.match(await shown.innerText(), /shift/));
  assert.equal(await fault.isVisible(), false);
  await field(page, 'Start w1').fill('3');
  await field(page, 'Start w2').fill('2');
  await field(page, 'shift').fill('5');
  const panel = page.getByRole('region', { name: 'Choose the start' });
  await eventually(async () => assert.match(await panel.innerText(), /cost J\s+24\.0000/));
  await formula.fill('w1^2 + w2^2 + shift*(w3 - w1)^2');
  await field(page, 'Start w3').fill('-1');
  await field(page, 'Start w1').fill('2');
  await field(page, 'Start w2').fill('0');
  await eventually(async () => assert.match(await panel.innerText(), /cost J\s+49\.0000/));
  await formula.fill('w^4 - w');
  await eventually(async () => assert.equal(await panel.getByRole('spinbutton').count(), 1));
  await page.getByRole('textbox', { name: 'w1 from, to' }).fill('-1, 3');
  await field(page, 'Start w1').fill('2');
  await eventually(async () => assert.match(await panel.innerText(), /cost J\s+14\.0000/));
  await choose(page, 'Rosenbrock');
  assert.equal(await panel.getByRole('spinbutton').count(), 2);
});

test('the quadratic bowl has its condition number', async (t) => {
  const page = await open(t);
  await choose(page, 'Quadratic bowl');
  await field(page, 'Condition number').fill('50');
  await eventually(async () => assert.match(await page.locator('#formula').innerText(), /50/));
  await expectRow(page, 'Gradient descent', {});
});

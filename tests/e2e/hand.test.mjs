// By hand: what a click, a key, a finger and a pen do.
// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  boxOf, button, choose, epoch, eventually, field, load, map, open, readout, start, where,
} from './page.mjs';

/** @typedef {import('playwright-core').Page} Page */

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

const near = (/** @type {number[]} */ found, /** @type {number[]} */ expected, within = 0.02) =>
  found.forEach((w, i) => assert.ok(Math.abs(w - expected[i]) <= within, `${found} is not near ${expected}`));

/** How many pixels from the map's left edge a place is, and where that is. @param {Page} page */
const zero = async (page) => (await where(page))(0, 0);

test('a click on the map moves the start there, and holding on drags it', async (t) => {
  const page = await open(t);
  const at = await where(page);
  await page.mouse.click(...at(0.5, 1.5));
  near(await start(page), [0.5, 1.5]);
  await page.mouse.move(...at(-1, 1));
  await page.mouse.down();
  await page.mouse.move(...at(1, -1), { steps: 4 });
  await page.mouse.up();
  near(await start(page), [1, -1]);
  await button(page, 'Undo').click();
  near(await start(page), [0.5, 1.5]);
});

for (const key of ['Shift', 'Control', 'Alt']) {
  test(`with ${key} held a drag moves the view, and leaves the start alone`, async (t) => {
    const page = await open(t);
    const before = await zero(page);
    const from = (await where(page))(1, -1);
    await page.keyboard.down(key);
    await page.mouse.move(...from);
    await page.mouse.down();
    await page.mouse.move(from[0] - 60, from[1] - 30, { steps: 4 });
    await page.mouse.up();
    await page.keyboard.up(key);
    near(await zero(page), [before[0] - 60, before[1] - 30], 2);
    assert.deepEqual(await start(page), [-1.54, -0.64]);
  });
}

test('arrow keys step a start by a hundredth of the view, a rate by 1, 2, 5, and more finely', async (t) => {
  const page = await open(t);
  /** @type {[name: string, from: string, keys: [key: string, value: number][]][]} */
  const cases = [
    ['Start w1', '0.5', [['ArrowUp', 0.54], ['Shift+ArrowUp', 0.94], ['Alt+ArrowDown', 0.936]]],
    ['Start w2', '0', [['ArrowDown', -0.04], ['Shift+ArrowDown', -0.44], ['Alt+ArrowUp', -0.436]]],
    ['Learning rate, Adam', '0.01', [['ArrowUp', 0.02], ['ArrowUp', 0.05], ['Shift+ArrowUp', 0.5], ['Alt+ArrowUp', 0.505], ['Alt+ArrowDown', 0.5]]],
    ['Threshold', '0.5', [['Alt+ArrowUp', 0.505]]],
  ];
  for (const [name, from, keys] of cases) {
    const input = field(page, name);
    await input.fill(from);
    for (const [key, value] of keys) {
      await page.keyboard.press(key);
      assert.equal(Number(await input.inputValue()), value, `${name}, ${key}`);
    }
  }
  // A hundredth of what is seen: less when it is nearer.
  await map(page).focus();
  for (let k = 0; k < 8; k += 1) await page.keyboard.press('+');
  await field(page, 'Start w1').fill('0.5');
  await page.keyboard.press('ArrowUp');
  const far = Number(await field(page, 'Start w1').inputValue()) - 0.5;
  assert.ok(far > 0.004 && far < 0.01, `${far}`);
});

test('typing how many epochs there are does not move the epoch that is shown', async (t) => {
  const page = await open(t);
  await page.getByRole('slider', { name: 'Epoch' }).fill('40');
  const epochs = field(page, 'Epochs');
  await epochs.fill('');
  for (const digit of '2000') {
    await epochs.pressSequentially(digit);
    await page.evaluate(() => new Promise(requestAnimationFrame));
    assert.equal(await epoch(page), 40);
  }
  await page.keyboard.press('Enter');
  await eventually(async () => assert.equal(await page.getByRole('slider', { name: 'Epoch' }).getAttribute('max'), '2000'));
  assert.equal(await epoch(page), 40);
  await epochs.fill('1e9');
  assert.ok(await page.getByText('Takes a whole number from 1 to 100000.').isVisible(), 'what is wrong is said while one types');
  await page.keyboard.press('Escape');
  assert.equal(await epochs.inputValue(), '2000');
});

test('after a drag no frame stands around the map; a key brings it', async (t) => {
  const page = await open(t);
  const frame = () => map(page).evaluate((stage) => getComputedStyle(stage).outlineStyle);
  await field(page, 'Start w1').focus();
  await page.keyboard.press('ArrowUp');
  const at = await where(page);
  await page.mouse.move(...at(1, 1));
  await page.mouse.down();
  await page.mouse.move(...at(1, 0.5));
  await page.mouse.up();
  assert.equal(await frame(), 'none');
  await page.keyboard.press('ArrowLeft');
  assert.notEqual(await frame(), 'none');
});

test('keys on the map say the point and its cost', async (t) => {
  const page = await open(t);
  await field(page, 'Start w1').fill('0');
  await field(page, 'Start w2').fill('0');
  await map(page).focus();
  await page.keyboard.press('ArrowRight');
  assert.match(await page.getByRole('status').innerText(), /^w₁ = 0\.04\d*, w₂ = 0: J = 0\.92\d+$/);
});

test('the text of the map names the minima and the runs', async (t) => {
  const page = await open(t);
  await load(page, 'Rosenbrock, every rate 0.001 (assignment A)');
  const text = () => map(page).evaluate((stage) => (stage.getAttribute('aria-describedby') ?? '').split(' ')
    .map((id) => document.getElementById(id)?.textContent).join(' '));
  await eventually(async () => {
    assert.match(await text(), /minimum \(1, 1\): J = 0/);
    assert.match(await text(), /Gradient descent: 150 epochs, cost 0\.364019\. Momentum: diverged at 14/);
  });
  await choose(page, 'Himmelblau');
  assert.match(await text(), /minimum \(3, 2\).*maximum \(−0\.27, −0\.92\)/);
});

test('a tap reads values on map and chart, and moves nothing', async (t) => {
  const page = await open(t, PHONE);
  const before = await start(page);
  const box = await boxOf(map(page));
  await map(page).scrollIntoViewIfNeeded();
  await page.touchscreen.tap(box.x + 0.5 * box.width, (await boxOf(map(page))).y + 100);
  assert.match(await readout(page), /w₁ = .*: J = /);
  assert.deepEqual(await start(page), before);
  const chart = page.locator('#chart-stage');
  await chart.scrollIntoViewIfNeeded();
  const on = await boxOf(chart);
  await page.touchscreen.tap(on.x + 0.5 * on.width, on.y + 0.5 * on.height);
  await eventually(async () => assert.match(await readout(page), /epoch \d+[^]*Adam\s+\d/));
  await page.touchscreen.tap(20, 5);
  assert.equal(await readout(page), '');
});

test('a swipe that scrolls the page does not move the view', async (t) => {
  const page = await open(t, PHONE);
  await map(page).scrollIntoViewIfNeeded();
  const picture = () => page.evaluate(() => /** @type {HTMLCanvasElement} */ (document.getElementById('map-ground')).toDataURL());
  const before = await picture();
  const { x, y, width, height } = await boxOf(map(page));
  const touch = await page.context().newCDPSession(page);
  const [at, from] = [x + width / 2, y + 0.8 * height];
  const scrolled = await page.evaluate(() => scrollY);
  await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ x: at, y: from }] });
  for (let far = 4; far <= 120; far += 4) {
    await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: [{ x: at - far / 4, y: from - far }] });
  }
  await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await eventually(async () => assert.ok(await page.evaluate(() => scrollY) > scrolled + 50));
  assert.equal(await picture(), before);
});

test('steppers are large enough for a finger', async (t) => {
  const page = await open(t, PHONE);
  const sizes = await page.locator('.stepper button').evaluateAll((all) => all
    .map((one) => one.getBoundingClientRect())
    .filter(({ width }) => width > 0)
    .map(({ width, height }) => Math.min(width, height)));
  assert.ok(sizes.length >= 10);
  for (const size of sizes) assert.ok(size >= 30, `${size} px`);
  // Beside the number, not over it.
  const over = await page.locator('.number-field').evaluateAll((all) => all.filter((field) => {
    const [input, stepper] = [field.querySelector('input'), field.querySelector('.stepper')];
    if (!input || !stepper || !stepper.getBoundingClientRect().width) return false;
    const text = parseFloat(getComputedStyle(input).paddingInlineStart) + 9 * input.value.length;
    return stepper.getBoundingClientRect().left < input.getBoundingClientRect().left + text;
  }).length);
  assert.equal(over, 0);
});

test('the menu in columns takes all four arrows', async (t) => {
  const page = await open(t);
  await button(page, 'Add an optimizer').click();
  const items = await page.getByRole('menuitem').allInnerTexts();
  const focused = () => page.evaluate(() => document.activeElement?.textContent);
  const rows = items.indexOf(await (async () => {
    await page.keyboard.press('ArrowRight');
    return await focused() ?? '';
  })());
  assert.ok(rows > 1, 'the next column');
  await page.keyboard.press('ArrowDown');
  assert.equal(await focused(), items[rows + 1]);
  await page.keyboard.press('ArrowLeft');
  assert.equal(await focused(), items[1]);
  await page.keyboard.press('ArrowUp');
  assert.equal(await focused(), items[0]);
});

test('with forced colours the chosen tab, the swatches and Play are seen', async (t) => {
  const page = await open(t, { forcedColors: 'active' });
  const style = (/** @type {string} */ selector, /** @type {string} */ property) =>
    page.locator(selector).first().evaluate((node, property) => getComputedStyle(node).getPropertyValue(property), property);
  assert.notEqual(await style('.tab :checked + span', 'background-color'), await style('.tab :not(:checked) + span', 'background-color'));
  assert.notEqual(await style('#play', 'border-top-style'), 'none');
  const strokes = await page.locator('.run .swatch line').evaluateAll((lines) => lines.map((line) => getComputedStyle(line).stroke));
  assert.equal(new Set(strokes).size, strokes.length);
});

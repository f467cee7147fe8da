// Number fields: what they take, what they keep, what they say.
// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually, expectRow, field, load, open, row } from './page.mjs';

/** @param {import('playwright-core').Locator} input */
const isMarked = async (input) => (await input.getAttribute('aria-invalid')) === 'true';

test('0.0000025 and 2.5e-6 are the same rate, and each stands as it was typed', async (t) => {
  const page = await open(t);
  await load(page, 'Rosenbrock, every rate 0.001 (assignment A)');
  const rate = field(page, 'Learning rate, Gradient descent');
  const before = await row(page, 'Gradient descent');
  await rate.fill('0.0000025');
  await eventually(async () => assert.notEqual((await row(page, 'Gradient descent')).cost, before.cost));
  const plain = await row(page, 'Gradient descent');
  assert.equal(await rate.inputValue(), '0.0000025');

  await rate.fill('0.001');
  await expectRow(page, 'Gradient descent', before);
  await rate.fill('2.5e-6');
  await expectRow(page, 'Gradient descent', plain);
  assert.equal(await rate.inputValue(), '2.5e-6');

  for (const text of ['2.50E-6', '0,0000025', '۰٫۰۰۰۰۰۲۵', '+0.00000250']) {
    await rate.fill(text);
    await page.keyboard.press('Tab');
    assert.equal(await rate.inputValue(), text);
    assert.equal(await isMarked(rate), false, text);
    await expectRow(page, 'Gradient descent', plain);
  }
});

test('a field that cannot be used is marked, says what it takes, and the last valid run stays', async (t) => {
  const page = await open(t);
  await load(page, 'Rosenbrock, every rate 0.001 (assignment A)');
  const before = await eventually(async () => {
    const found = await row(page, 'Gradient descent');
    assert.equal(found.cost, '0.364019');
    return found;
  });
  for (const name of ['Learning rate, Gradient descent', 'Decay, Gradient descent', 'Start w1', 'Start w2', 'Epochs', 'Threshold']) {
    const input = field(page, name);
    const valid = await input.inputValue();
    for (const text of ['', 'abc', 'inf', 'NaN', '1e99', '--1', '0x10', '1e999999']) {
      await input.fill(text);
      assert.equal(await isMarked(input), true, `${name}: “${text}”`);
      assert.equal(await input.inputValue(), text);
      const said = page.locator(`#${await input.getAttribute('aria-describedby')}`);
      assert.ok(await said.isVisible(), `${name}: “${text}”`);
      assert.match(await said.innerText(), /number from \S+ to \S+/);
      assert.deepEqual(await row(page, 'Gradient descent'), before);
    }
    await input.fill(valid);
    assert.equal(await isMarked(input), false, name);
    assert.equal(await input.getAttribute('aria-describedby'), null);
  }
  await expectRow(page, 'Gradient descent', before);
});

test('an epoch count must be whole and at least 1', async (t) => {
  const page = await open(t);
  const epochs = field(page, 'Epochs');
  for (const text of ['1.5', '0', '-3', '100001', 'abc', '', '1,000']) {
    await epochs.fill(text);
    assert.ok(await isMarked(epochs), text);
    const said = page.locator(`#${await epochs.getAttribute('aria-describedby')}`);
    assert.equal(await said.innerText(), 'Takes a whole number from 1 to 100000.', text);
  }
  await epochs.fill('100000');
  await page.keyboard.press('Enter');
  assert.equal(await isMarked(epochs), false);
  await eventually(async () =>
    assert.equal(await page.getByRole('slider', { name: 'Epoch' }).getAttribute('max'), '100000'));
});

test('arrow keys step a rate by factors, and Escape takes back what was typed', async (t) => {
  const page = await open(t);
  const rate = field(page, 'Learning rate, Adam');
  await rate.fill('0.001');
  await rate.blur();
  await rate.focus();
  for (const [key, value] of [['ArrowUp', '0.002'], ['ArrowUp', '0.005'], ['ArrowUp', '0.01'], ['ArrowDown', '0.005']]) {
    await page.keyboard.press(key);
    assert.equal(await rate.inputValue(), value);
  }
  await page.keyboard.press('Escape');
  assert.equal(await rate.inputValue(), '0.001');
  await rate.fill('nonsense');
  await page.keyboard.press('Escape');
  assert.equal(await rate.inputValue(), '0.001');
  assert.equal(await isMarked(rate), false);
});

test('the buttons in a field step it too', async (t) => {
  const page = await open(t);
  const rate = field(page, 'Learning rate, Adam');
  await rate.fill('0.001');
  await rate.locator('xpath=..').locator('.stepper button').first().click();
  assert.equal(await rate.inputValue(), '0.002');
});

test('a number field tells assistive technology its value and its range', async (t) => {
  const page = await open(t);
  const rate = field(page, 'Learning rate, Adam');
  await rate.fill('2.5e-6');
  assert.equal(await rate.getAttribute('aria-valuetext'), '2.5e-6');
  assert.equal(Number(await rate.getAttribute('aria-valuenow')), 2.5e-6);
  assert.equal(await rate.getAttribute('aria-valuemin'), '0');
});

// Step 3: which optimizers run, and how.
// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { add, button, eventually, expectRow, field, load, open, row, runs, tick } from './page.mjs';

/** @param {import('playwright-core').Page} page */
const looks = (page) => page.locator('.run .swatch line').evaluateAll((lines) =>
  lines.map((line) => `${line.getAttribute('stroke')} ${line.getAttribute('stroke-dasharray')}`));

test('every optimizer can be added, each with a look of its own', async (t) => {
  const page = await open(t);
  await button(page, 'Add an optimizer').click();
  const names = await page.getByRole('menuitem').allInnerTexts();
  await page.keyboard.press('Escape');
  assert.deepEqual(names, [
    'Gradient descent', 'Momentum', 'Nesterov', 'AdaGrad', 'RMSprop', 'Adam', 'AdaMax', 'AdaBelief', 'AdamW', 'NAdam',
    'RAdam', 'Adadelta', 'Rprop', 'Lion', 'ASGD', 'Your own',
  ]);
  for (const name of names.filter((name) => !['Gradient descent', 'Momentum', 'RMSprop', 'Adam'].includes(name))) {
    await add(page, name);
    assert.ok(await tick(page, name).isChecked());
  }
  const all = await looks(page);
  assert.equal(all.length, names.length);
  assert.equal(new Set(all).size, names.length, 'two runs look alike');
});

test('the same optimizer runs twice, side by side', async (t) => {
  const page = await open(t);
  await load(page, 'Rosenbrock, every rate 0.001 (assignment A)');
  const alone = (await looks(page)).at(-1);
  await add(page, 'Adam');
  assert.deepEqual((await runs(page)).slice(-2), ['Adam', 'Adam 2']);
  await field(page, 'Learning rate, Adam 2').fill('0.01');
  await expectRow(page, 'Adam', { cost: '606.957' });
  await expectRow(page, 'Adam 2', { cost: '11.7549' });
  const [first, second] = (await looks(page)).slice(-2);
  assert.ok(first === alone && second !== alone, 'the dash tells them apart');
  await button(page, 'Remove Adam').click();
  assert.deepEqual((await runs(page)).slice(-2), ['RMSprop', 'Adam']);
  await expectRow(page, 'Adam', { cost: '11.7549' });
  assert.equal((await looks(page)).at(-1), alone, 'alone it looks as any Adam does');
});

test('removing all of them leaves an invitation', async (t) => {
  const page = await open(t);
  for (const name of await runs(page)) await button(page, `Remove ${name}`).click();
  assert.deepEqual(await runs(page), []);
  assert.ok(await page.getByText('add one and watch').isVisible());
  assert.ok(await button(page, 'Play').isDisabled());
  await add(page, 'Nesterov');
  assert.ok(await button(page, 'Play').isEnabled());
});

test('a run is ticked off and on again', async (t) => {
  const page = await open(t);
  await load(page, 'Rosenbrock, every rate 0.001 (assignment A)');
  const before = await eventually(async () => {
    const found = await row(page, 'RMSprop');
    assert.equal(found.cost, '580.227');
    return found;
  });
  await tick(page, 'RMSprop').uncheck();
  await expectRow(page, 'RMSprop', { cost: '–', status: 'not shown' });
  await tick(page, 'RMSprop').check();
  await expectRow(page, 'RMSprop', before);
});

test('reset brings back what the optimizer comes with', async (t) => {
  const page = await open(t);
  const rate = field(page, 'Learning rate, Adam');
  await button(page, 'Reset Adam').click();
  const usual = await rate.inputValue();
  await rate.fill('0.37');
  await button(page, 'More settings, Adam').click();
  await field(page, 'Decay of the mean gradient, Adam').fill('0.5');
  await rate.fill('nonsense');
  await button(page, 'Reset Adam').click();
  assert.equal(await rate.inputValue(), usual);
  assert.equal(await rate.getAttribute('aria-invalid'), null);
  assert.equal(await field(page, 'Decay of the mean gradient, Adam').inputValue(), '0.9');
});

test('behind the fold: schedule, warm-up, every hyperparameter and convention', async (t) => {
  const page = await open(t);
  await load(page, 'Rosenbrock, every rate 0.001 (assignment A)');
  const before = await eventually(async () => {
    const found = await row(page, 'Adam');
    assert.equal(found.cost, '606.957');
    return found;
  });
  const more = button(page, 'More settings, Adam');
  assert.equal(await more.getAttribute('aria-expanded'), 'false');
  await more.click();
  assert.equal(await more.getAttribute('aria-expanded'), 'true');

  const schedule = page.getByRole('combobox', { name: 'Schedule, Adam', exact: true });
  const decay = page.getByLabel('Decay, Adam', { exact: true });
  assert.deepEqual(await schedule.locator('option').allInnerTexts(),
    ['Constant', '1/t decay', 'Exponential decay', 'Step decay', 'Cosine decay', 'Reduce on plateau', 'Piecewise linear']);
  for (const [kind, decays] of /** @type {[string, boolean][]} */ ([
    ['Constant', false], ['Exponential decay', true], ['Step decay', false], ['Cosine decay', false], ['Reduce on plateau', false], ['1/t decay', true],
  ])) {
    await schedule.selectOption({ label: kind });
    assert.equal(await decay.isEnabled(), decays, kind);
    assert.equal(await decay.inputValue() === '–', !decays, kind);
  }
  await expectRow(page, 'Adam', before);

  await field(page, 'Warm-up epochs, Adam').fill('50');
  await eventually(async () => assert.notEqual((await row(page, 'Adam')).cost, before.cost));
  await field(page, 'Warm-up epochs, Adam').fill('0');
  await expectRow(page, 'Adam', before);
  await page.getByRole('checkbox', { name: 'Bias correction, Adam', exact: true }).uncheck();
  await eventually(async () => assert.notEqual((await row(page, 'Adam')).cost, before.cost));
  assert.match(await page.getByRole('row').filter({ has: tick(page, 'Adam') }).innerText(), /no bias correction/i);
  await page.getByRole('checkbox', { name: 'AMSGrad, Adam' }).check();
  await more.click();
  assert.ok(await schedule.isHidden());
});

test('momentum comes in three conventions', async (t) => {
  const page = await open(t);
  await button(page, 'More settings, Momentum').click();
  const convention = page.getByRole('combobox', { name: 'Convention, Momentum' });
  assert.deepEqual(await convention.locator('option').allInnerTexts(), ['classical', 'PyTorch', 'averaged']);
  await convention.selectOption('averaged');
  await eventually(async () => assert.doesNotMatch((await row(page, 'Momentum')).status, /diverged/));
});

test('the threshold says when each run was first below it', async (t) => {
  const page = await open(t);
  await load(page, 'Rosenbrock, every rate 0.001 (assignment A)');
  await field(page, 'Threshold').fill('1');
  await expectRow(page, 'Gradient descent', { below: '4' });
  await expectRow(page, 'Adam', { below: '–' });
});

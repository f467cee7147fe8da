// The address of the page: it says what is shown, a reload and another person's browser
// bring it back, and one that is wrong changes nothing.
// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { url } from './browser.mjs';
import { add, button, choose, epoch, eventually, field, load, open, setEpochs, row, runs, start, tick } from './page.mjs';

/** @typedef {import('playwright-core').Page} Page */

/** @param {Page} page */
const fragment = (page) => new URL(page.url()).hash;

/** @param {Page} page */
const notice = (page) => page.locator('#notice');

/**
 * Everything that a link must bring back.
 *
 * @param {Page} page
 */
async function shown(page) {
  const names = /** @type {string[]} */ (await runs(page));
  return {
    landscape: await page.locator('#landscape-name').innerText(),
    start: await start(page),
    epoch: await epoch(page),
    epochs: await field(page, 'Epochs').inputValue(),
    threshold: await field(page, 'Threshold').inputValue(),
    rows: await Promise.all(names.map((name) => row(page, name))),
    ticked: await Promise.all(names.map((name) => tick(page, name).isChecked())),
    colours: await page.locator('#runs .swatch line').evaluateAll((lines) => lines.map((line) => line.getAttribute('stroke'))),
    speed: await page.getByRole('combobox', { name: 'Speed' }).inputValue(),
    chart: await page.getByRole('radiogroup', { name: 'What the chart shows' }).getByRole('radio', { checked: true }).getAttribute('value'),
    theme: await page.locator('html').getAttribute('data-theme'),
    fingerprint: await eventually(async () => {
      const text = await page.locator('#fingerprint-short').innerText();
      assert.match(text, /^[0-9a-f]{8}$/);
      return text;
    }),
  };
}

/** What the picture shows of the plane, by its axes' numbers. @param {Page} page */
const axes = (page) => page.evaluate(() => {
  const canvas = /** @type {HTMLCanvasElement} */ (document.getElementById('map-ground'));
  return canvas.toDataURL();
});

/** @param {Page} page */
async function busy(page) {
  await choose(page, 'Quadratic bowl');
  await field(page, 'Condition number').fill('20');
  await field(page, 'Start w1').fill('1.25');
  await add(page, 'AdaBelief');
  await add(page, 'AdaBelief');
  await button(page, 'Remove AdaBelief').click();
  await field(page, 'Learning rate, Adam').fill('0.02');
  await field(page, 'Decay, Adam').fill('0.001');
  await button(page, 'More settings, RMSprop').click();
  await page.getByRole('combobox', { name: 'Schedule, RMSprop' }).selectOption('cosine');
  await tick(page, 'Momentum').uncheck();
  await setEpochs(page, '200');
  await field(page, 'Threshold').fill('0.25');
  await page.getByRole('combobox', { name: 'Speed' }).selectOption({ label: '300 epochs/s' });
  await page.mouse.move(600, 300);
  await page.mouse.wheel(0, -137);
  await page.getByRole('radio', { name: 'Learning rate', exact: true }).check({ force: true });
  await button(page, 'Dark theme').click();
  await page.getByRole('slider', { name: 'Epoch' }).fill('120');
}

test('the page as it opens has a bare address', async (t) => {
  const page = await open(t);
  await page.waitForTimeout(700);
  assert.equal(page.url(), url);
});

test('an experiment of the gallery has a short one', async (t) => {
  const page = await open(t);
  await load(page, 'Goldstein–Price, as handed in (assignment B)');
  await eventually(() => assert.equal(fragment(page), '#v=1&experiment=assignment_b&epoch=1000'));
});

test('what is done stands in the address, survives a reload and opens elsewhere', async (t) => {
  const page = await open(t);
  const before = await page.evaluate(() => history.length);
  await busy(page);
  await eventually(() => assert.match(fragment(page), /&epoch=120&/));
  const [said, axesSaid] = [await shown(page), await axes(page)];
  const address = page.url();
  assert.equal(await page.evaluate(() => history.length), before);
  assert.match(address, /&view=(-?\d+(\.\d{1,6})?,){3}-?\d+(\.\d{1,6})?&/);
  for (const part of ['landscape=quadratic,condition:20', 'start=1.25,', 'epochs=200', 'hidden=1', 'styles=', 'schedule:cosine', 'learning_rate:0.02', 'schedule.decay:0.001', 'speed=300', 'view=', 'threshold=0.25', 'chart=rate', 'theme=dark']) {
    assert.ok(address.includes(part), `${part} in ${address}`);
  }
  await page.reload();
  await page.locator('html[data-state=ready]').waitFor();
  await eventually(async () => assert.deepEqual(await shown(page), said));
  await eventually(async () => assert.equal(await axes(page), axesSaid));
  const other = await open(t, { path: new URL(address).hash });
  await eventually(async () => assert.deepEqual(await shown(other), said));
  await eventually(() => assert.equal(other.url(), address));
});

test('a link that is typed or pasted into the address opens', async (t) => {
  const page = await open(t);
  await page.evaluate(() => { location.hash = 'landscape=beale&start=1,1&run=adam,beta1:0.5&epoch=30&speed=7'; });
  await eventually(async () => assert.deepEqual(await runs(page), ['Adam']));
  assert.deepEqual(await start(page), [1, 1]);
  assert.equal(await epoch(page), 30);
  assert.equal(await page.getByRole('combobox', { name: 'Speed' }).inputValue(), '7');
  assert.equal(await notice(page).isVisible(), false);
});

for (const [what, bad, said] of /** @type {[string, string, RegExp][]} */ ([
  ['an unknown name', 'v=1&landscape=<img src=x onerror=alert(1)>', /<img src=x onerror=alert\(1\)>.*rosenbrock/],
  ['a misspelled setting', 'v=1&run=adam,bta1:0.5', /runs\[0\]\.bta1 is not known; accepted are: learning_rate, beta1, .*warmup\./],
  ['a setting of another schedule', 'v=1&run=adam,schedule.period:300', /schedule\.period is not a setting of the schedule inverse_time.*accepted with another schedule: cosine\./],
  ['a kind inside a run', 'v=1&run=adam,kind:momentum', /runs\[0\]\.kind is not known; accepted are: learning_rate, /],
  ['a setting twice', 'v=1&run=adam,beta1:0.5,beta1:0.9', /runs\[0\]\.optimizer\.beta1 is there twice/],
  ['epochs that are not whole', 'v=1&epochs=1.5', /“1\.5” is not a whole number; accepted is a whole number from 1 to 100000\./],
  ['a broken escape', 'v=1&theme=~', /theme: “~” cannot be read: ~ takes two hexadecimal digits of UTF-8, such as ~2C for a comma\./],
  ['a number out of range', 'v=1&run=adam,beta1:2', /beta1.*2.*from 0 to 0\.9999/],
  ['NaN for a start', 'v=1&start=NaN,1', /start.*NaN.*number from/],
  ['a later version', 'v=99&anything=1', /version “99” is not known/],
  ['a thousand million epochs', 'v=1&epochs=1e9', /epochs.*from 1 to 100000/],
  ['ten thousand runs', `v=1${'&run=adam'.repeat(3000)}`, /runs.*3000.*32/],
  ['a megabyte', `v=1&start=${'1'.repeat(1 << 20)}`, /1048587 bytes.*32768/],
  ['another language', 'v=1&lang=xx', /lang.*xx.*en/],
])) {
  test(`a link with ${what} says what is wrong and changes nothing`, async (t) => {
    const page = await open(t);
    await load(page, 'Beale from its saddle (0, 1)');
    await eventually(() => assert.match(fragment(page), /beale_saddle/));
    const before = await shown(page);
    await page.evaluate((bad) => { location.hash = bad; }, bad);
    await notice(page).waitFor();
    assert.match(await notice(page).innerText(), said);
    assert.match(await notice(page).innerText(), /^The link was not opened: .*Nothing has changed\.$/m);
    assert.deepEqual(await shown(page), before);
    assert.equal(await page.locator('#notice img').count(), 0);
    await button(page, 'Close this message').click();
    assert.equal(await notice(page).isVisible(), false);
  });
}

test('a page that is opened with a bad link opens all the same, and the link stays to be mended', async (t) => {
  const page = await open(t, { path: '#v=1&start=1' });
  assert.match(await notice(page).innerText(), /start must be two numbers/);
  assert.deepEqual(await start(page), [-1.54, -0.64]);
  await page.waitForTimeout(700);
  assert.equal(fragment(page), '#v=1&start=1');
  await field(page, 'Start w1').fill('0.5');
  await eventually(() => assert.equal(fragment(page), '#v=1&start=0.5,-0.64'));
});

test('a link brings its theme for this visit only', async (t) => {
  const page = await open(t, { path: '#theme=dark', colorScheme: 'light' });
  const theme = () => page.locator('html').getAttribute('data-theme');
  assert.equal(await theme(), 'dark');
  await page.goto(url);
  await page.reload();
  await page.locator('html[data-state=ready]').waitFor();
  assert.equal(await theme(), 'light');
});

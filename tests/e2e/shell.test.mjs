// The page as a file among others: its policy, its independence of a network, its sizes and
// its themes.
// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { launch, url } from './browser.mjs';
import { add, button, choose, epoch, eventually, load, map, open, row } from './page.mjs';

test('the policy allows scripts of its own and WebAssembly, and nothing else', async (t) => {
  const page = await open(t);
  const policy = await page.locator('meta[http-equiv=Content-Security-Policy]').getAttribute('content');
  assert.match(policy ?? '', /default-src 'none'/);
  assert.match(policy ?? '', /script-src 'self' 'wasm-unsafe-eval'(;|$)/);
  assert.doesNotMatch(policy ?? '', /unsafe-inline|'unsafe-eval'|\*|https?:/);
  assert.deepEqual(await page.locator('script:not([src]), style, [style*=":"]:not(.tooltip, [type=checkbox], .number, #epoch-text), [onclick]').all(), []);
});

test('nothing is asked for after the page has loaded', async (t) => {
  const page = await open(t);
  await page.waitForLoadState('networkidle');
  /** @type {string[]} */
  const asked = [];
  page.context().on('request', (request) => asked.push(request.url()));
  await page.context().setOffline(true);
  await load(page, 'Goldstein–Price, as handed in (assignment B)');
  await choose(page, 'Ackley');
  await add(page, 'NAdam');
  await button(page, 'Dark theme').click();
  await page.getByRole('combobox', { name: 'Speed' }).selectOption({ label: '300 epochs/s' });
  await button(page, 'Restart').click();
  await button(page, 'Play').click();
  await eventually(async () => assert.ok(await epoch(page) > 0));
  await button(page, 'Share and save').click();
  for (const name of ['Download JSON', 'Download SVG', 'Download PNG', 'Download CSV', 'Download code']) {
    await Promise.all([page.waitForEvent('download'), button(page, name).click()]);
  }
  // What the page hands to itself does not leave it.
  assert.deepEqual(asked.filter((address) => !address.startsWith('blob:')), []);
});

test('without storage it works all the same', async (t) => {
  const browser = await launch();
  t.after(() => browser.close());
  const page = await browser.newPage();
  await page.addInitScript(() => Object.defineProperty(window, 'localStorage', { get() { throw new Error('denied'); } }));
  await page.goto(url);
  await page.locator('html[data-state=ready]').waitFor();
  await button(page, 'Dark theme').click();
  assert.equal(await page.locator('html').getAttribute('data-theme'), 'dark');
});

test('a theme is the system’s until one is chosen, and then remembered', async (t) => {
  const page = await open(t, { colorScheme: 'dark' });
  const theme = () => page.locator('html').getAttribute('data-theme');
  const toggle = button(page, 'Dark theme');
  assert.equal(await theme(), 'dark');
  assert.equal(await toggle.getAttribute('aria-pressed'), 'true');
  await page.emulateMedia({ colorScheme: 'light' });
  await eventually(async () => assert.equal(await theme(), 'light'));
  await toggle.click();
  assert.equal(await theme(), 'dark');
  await page.reload();
  await page.locator('html[data-state=ready]').waitFor();
  assert.equal(await theme(), 'dark');
});

test('at 1366 × 768 four runs, landscape, map, chart and table stand without scrolling', async (t) => {
  const page = await open(t, { viewport: { width: 1366, height: 768 } });
  const room = () => page.evaluate(() => {
    const { scrollWidth, scrollHeight } = document.documentElement;
    return [scrollWidth - innerWidth, scrollHeight - innerHeight];
  });
  for (const radio of await page.getByRole('radiogroup', { name: 'Landscape' }).getByRole('radio').all()) {
    await radio.check({ force: true });
    assert.deepEqual(await room(), [0, 0], await radio.getAttribute('aria-label') ?? '');
  }
  for (const [experiment, cost] of [
    ['Beale from its saddle (0, 1)', '14.2031'],
    ['Goldstein–Price, as handed in (assignment B)', '3.00000'],
    ['Rosenbrock, RMSprop and Adam at 0.01', '11.7549'],
    ['Rosenbrock, every rate 0.001 (assignment A)', '606.957'],
  ]) {
    await load(page, experiment);
    await eventually(async () => assert.equal((await row(page, 'Adam')).cost, cost));
    assert.deepEqual(await room(), [0, 0], experiment);
  }
  for (const seen of [map(page), page.locator('#chart-stage'), page.getByRole('table'), button(page, 'Play'), page.locator('#landscapes')]) {
    const box = await seen.boundingBox();
    assert.ok(box && box.y >= 0 && box.y + box.height <= 768 && box.x + box.width <= 1366);
  }
});

for (const [width, height, ratio] of [[320, 640, 2], [360, 740, 3], [683, 384, 2], [768, 1024, 2], [1024, 768, 1], [1366, 768, 1], [3840, 2160, 1]]) {
  test(`${width} × ${height}: nothing to scroll sideways, everything reachable`, async (t) => {
    const page = await open(t, { viewport: { width, height }, deviceScaleFactor: ratio });
    await load(page, 'Goldstein–Price, as handed in (assignment B)');
    await add(page, 'Adam');
    for (const name of ['Gradient descent', 'Momentum', 'Adam 2']) await button(page, `More settings, ${name}`).click();
    await page.getByRole('spinbutton', { name: 'Learning rate, Momentum' }).fill('abc');
    await page.getByRole('spinbutton', { name: 'Start w1' }).fill('abc');
    await page.getByRole('spinbutton', { name: 'Threshold' }).fill('abc');
    const wide = await page.evaluate(() => {
      const beyond = [...document.querySelectorAll('body *')].filter((node) => {
        const { right, left, width } = node.getBoundingClientRect();
        return width > 1 && (right > innerWidth + 0.5 || left < -0.5);
      });
      return [document.documentElement.scrollWidth - innerWidth, ...beyond.map((node) => `${node.tagName} ${node.className}`)];
    });
    assert.deepEqual(wide, [0]);
    for (const control of await page.locator('button, input, select').filter({ visible: true }).all()) {
      await control.scrollIntoViewIfNeeded();
      assert.ok(await control.boundingBox());
    }
  });
}

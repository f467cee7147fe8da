// When the page cannot start: one sentence that names the likely cause and the file, whatever
// was lost, cut off, mixed up or sent as something else; and nothing of the page beside it.
// @ts-check
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, parts, picture, url } from './browser.mjs';
import { button, epoch, eventually, field, map, paint, violations } from './page.mjs';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('playwright-core').Route} Route */

/** @type {import('playwright-core').Browser} */
let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

/** All files of a build, as they are called without their hashes. */
const FILES = ['early.js', 'main.js', 'main.css', 'descent.js', 'descent.wasm', 'second.wasm', 'en.json'];

/**
 * Opens the page, which is to fail and to say this.
 *
 * @param {import('node:test').TestContext} t
 * @param {string | RegExp} expected
 * @param {(page: Page) => Promise<unknown>} prepare
 * @param {import('playwright-core').BrowserContextOptions} [options]
 */
async function failure(t, expected, prepare, options) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, ...options });
  t.after(() => context.close());
  const page = await context.newPage();
  await prepare(page);
  await page.goto(url, { waitUntil: 'commit' });
  const messages = page.locator('.failure').filter({ visible: true });
  // A first sentence may give way to one that knows more.
  await eventually(async () => {
    const said = (await messages.allInnerTexts()).join('\n').trim();
    if (typeof expected === 'string') assert.ok(said.includes(expected), said);
    else assert.match(said, expected);
    assert.doesNotMatch(said, /[{}]|undefined|failure\./);
  }, 30_000);
  assert.equal(await messages.count(), 1);
  assert.equal(await page.locator('main, header button, header select').filter({ visible: true }).count(), 0);
  assert.notEqual(await page.locator('html').getAttribute('data-state'), 'ready');
  return page;
}

/**
 * Answers requests for a file, also those that ask what is wrong with it, in another way.
 *
 * @param {string} file  as it is called without its hash
 * @param {(route: Route) => Promise<unknown>} answer
 */
function spoil(file, answer) {
  return (/** @type {Page} */ page) => page.route(parts[file], answer);
}

/**
 * Answers with another body.
 *
 * @param {string} file
 * @param {(body: Buffer) => Buffer} change
 */
function change(file, change) {
  return spoil(file, async (route) => {
    if (route.request().method() === 'HEAD') return route.continue();
    const response = await route.fetch();
    return route.fulfill({ response, body: change(await response.body()) });
  });
}

/** @param {string} file */
function nameOf(file) {
  return parts[file].replace(/.*\//, '');
}

/**
 * A file as another build would have it: with another stamp.
 *
 * @param {string} file
 * @param {Buffer} body
 */
function ofAnotherBuild(file, body) {
  const [stamp = ''] = /[0-9a-f]{12}/.exec(nameOf(file)) ?? [];
  const text = body.toString('latin1');
  assert.equal(text.split(stamp).length, 2, `${file} must have one stamp`);
  return Buffer.from(text.replace(stamp, 'ffffffffffff'), 'latin1');
}

for (const file of FILES) {
  const name = nameOf(file);

  test(`failure: the server does not have ${file}`, async (t) => {
    await failure(t, `the server does not have ${name} (it answers 404)`, spoil(file, (route) => route.fulfill({ status: 404 })));
  });

  test(`failure: ${file} does not arrive`, async (t) => {
    await failure(t, `${name} did not arrive`, spoil(file, (route) => route.abort()));
  });

  test(`failure: ${file} comes as a page, as hosts send one for what they do not have`, async (t) => {
    await failure(t, `the server sends ${name} as “text/html”`, spoil(file, (route) =>
      route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>Not here</title>' })));
  });

  test(`failure: ${file} is cut off`, async (t) => {
    await failure(t, `${name} arrived incomplete`, change(file, (body) => body.subarray(0, body.length / 2)));
  });

  test(`failure: ${file} is of another build`, async (t) => {
    await failure(t, `${name} is of another build than the page`, change(file, (body) => ofAnotherBuild(file, body)));
  });
}

for (const [file, usual] of [['main.js', 'text/javascript'], ['descent.js', 'text/javascript'], ['main.css', 'text/css']]) {
  test(`failure: ${file} comes as octets`, async (t) => {
    const said = `${nameOf(file)} as “application/octet-stream”, and browsers take it only as ${usual}`;
    await failure(t, said, spoil(file, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, headers: { ...response.headers(), 'content-type': 'application/octet-stream' } });
    }));
  });
}

test('failure: the file that is named first is not overtaken by what follows from it', async (t) => {
  const cut = change('descent.js', (body) => body.subarray(0, body.length / 2));
  await failure(t, `${nameOf('descent.js')} arrived incomplete`, async (page) => {
    // Whoever asks first is answered last.
    const asked = new Set();
    await page.route('**/assets/*', async (route) => {
      const request = route.request();
      const isFirst = request.method() === 'HEAD' && !asked.has(request.url());
      if (isFirst) asked.add(request.url());
      if (isFirst) await new Promise((resolve) => setTimeout(resolve, 1_500));
      return route.fallback();
    });
    await cut(page);
  });
});

test('failure: the script is empty', async (t) => {
  await failure(t, `${nameOf('main.js')} arrived incomplete`, change('main.js', () => Buffer.alloc(0)));
});

test('failure: a host that knows only GET is not accused of what it does have', async (t) => {
  await failure(t, `${nameOf('main.js')} arrived incomplete`, async (page) => {
    await page.route('**/assets/*', (route) =>
      route.request().method() === 'HEAD' ? route.fulfill({ status: 405, contentType: 'text/html' }) : route.continue());
    await page.route(parts['main.js'], async (route) =>
      route.request().method() === 'HEAD' ? route.fallback() : route.fulfill({ contentType: 'text/javascript', body: 'await (' }));
  });
});

test('failure: no script runs at all', async (t) => {
  const said = /^Descent has not started. Most likely .* file instead of from a web server, .* missing, .* text\/javascript\.$/;
  const page = await failure(t, said, (page) => page.route('**/*.js', (route) => route.fulfill({ contentType: 'application/octet-stream' })));
  assert.equal(await page.locator('html').getAttribute('data-state'), null);
});

test('failure: a browser that is too old', async (t) => {
  await failure(t, 'this browser is too old', async (page) => {
    await page.addInitScript(() => { Reflect.deleteProperty(Object, 'hasOwn'); });
    await page.route(parts['main.js'], (route) => route.fulfill({ contentType: 'text/javascript', body: 'syntax of tomorrow' }));
  });
});

test('failure: JavaScript is off', async (t) => {
  await failure(t, /^Descent .* needs JavaScript\. Please switch it on for this page\.$/, async () => {}, { javaScriptEnabled: false });
});

test('failure: the browser has no WebAssembly', async (t) => {
  await failure(t, 'WebAssembly, which this browser does not have or does not allow', (page) =>
    page.addInitScript(() => { Reflect.deleteProperty(globalThis, 'WebAssembly'); }));
});

test('failure: the host’s policy does not allow WebAssembly', async (t) => {
  await failure(t, 'WebAssembly, which this browser does not have or does not allow', (page) => page.route(url, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, headers: { ...response.headers(), 'content-security-policy': "script-src 'self'" } });
  }));
});

test('failure: the browser has no canvas', async (t) => {
  await failure(t, 'canvas, which this browser does not have or does not allow', (page) =>
    page.addInitScript(() => { HTMLCanvasElement.prototype.getContext = () => null; }));
});

test('a page that takes its time says so, and starts when everything is there', async (t) => {
  const context = await browser.newContext();
  t.after(() => context.close());
  const page = await context.newPage();
  await page.clock.install();
  /** @type {(value?: unknown) => void} */
  let arrive = () => {};
  const arrived = new Promise((resolve) => { arrive = resolve; });
  await page.route(parts['descent.wasm'], async (route) => {
    await arrived;
    await route.continue();
  });
  await page.goto(url, { waitUntil: 'domcontentloaded' });
  const message = page.locator('#failure');
  assert.equal(await message.isVisible(), false);
  await page.clock.fastForward(30_000);
  await message.waitFor();
  assert.match(await message.innerText(), /^Descent is still loading: .* not arrived yet/);
  arrive();
  await page.locator('html[data-state=ready]').waitFor();
  assert.equal(await message.isVisible(), false);
  assert.equal(await page.locator('main').isVisible(), true);
});

for (const [width, height] of [[1280, 720], [390, 844]]) {
  for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
    test(`a failure can be read, ${width} × ${height}, ${colorScheme}`, async (t) => {
      const options = { viewport: { width, height }, colorScheme };
      for (const file of ['main.js', 'main.css', 'early.js']) {
        const page = await failure(t, nameOf(file), spoil(file, (route) => route.fulfill({ status: 404 })), options);
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0);
        await expectSmall(page);
        assert.deepEqual(await violations(page), []);
        await picture(page, `${t.name} ${file}`);
      }
    });
  }
}

test('without its styles the page can be used all the same, and nothing on it grows', async (t) => {
  const page = await failure(t, nameOf('main.css'), spoil('main.css', (route) => route.fulfill({ status: 404 })), { deviceScaleFactor: 2 });
  /** @type {string[]} */
  const faults = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  await button(page, 'Show the page without its styles').click();
  await page.locator('html[data-state=ready]').waitFor();
  assert.equal(await page.locator('#failure').isVisible(), false);
  await expectSmall(page);
  assert.ok((await paint(page, 'map-ground')).colours > 20);
  const layers = await page.locator('#map-stage canvas').evaluateAll((all) =>
    all.map((layer) => JSON.stringify(layer.getBoundingClientRect())));
  assert.equal(new Set(layers).size, 1);
  for (const name of ['Dark theme', 'Dark theme', 'Step forward']) await button(page, name).click();
  await eventually(async () => assert.equal(await epoch(page), 1));
  await map(page).press('ArrowRight');
  await eventually(async () => assert.notEqual(await field(page, 'Start w1').inputValue(), '-1.54'));
  await expectSmall(page);
  assert.deepEqual(await page.locator('.thumb img').evaluateAll((all) =>
    all.filter((image) => /** @type {HTMLImageElement} */ (image).naturalWidth !== 112)), []);
  await picture(page, t.name);
  assert.deepEqual(faults, []);
});

test('styles that are taken away later let nothing grow', async (t) => {
  const context = await browser.newContext({ deviceScaleFactor: 2 });
  t.after(() => context.close());
  const page = await context.newPage();
  await page.goto(url);
  await page.locator('html[data-state=ready]').waitFor();
  await page.evaluate(async () => {
    for (const sheet of document.styleSheets) sheet.disabled = true;
    for (let k = 0; k < 20; k += 1) await new Promise(requestAnimationFrame);
  });
  await expectSmall(page, 1200);
});

/**
 * No canvas or drawing is larger than it is meant to be.
 *
 * @param {Page} page
 * @param {number} [most]  pixels of a canvas' side
 */
async function expectSmall(page, most = 1000) {
  const large = await page.evaluate((most) => {
    const canvases = [...document.querySelectorAll('canvas')].filter(({ width, height }) => width > most || height > most);
    const drawings = [...document.querySelectorAll('svg')].filter((node) => node.getBoundingClientRect().width > 40);
    return [...canvases, ...drawings].map((node) => node.outerHTML);
  }, most);
  assert.deepEqual(large, []);
}

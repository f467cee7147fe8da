// A real browser for the tests: `cargo xtask test` names it in CHROMIUM and the
// page in DESCENT_URL.
// @ts-check
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { chromium } from 'playwright-core';
import puppeteer from 'puppeteer-core';

/** The address of the page under test. */
export const url = required('DESCENT_URL');

/** The folder that it is served from. */
export const dist = required('DESCENT_DIST');

/** Where Firefox is, if there is one. */
export const { FIREFOX } = process.env;

/** The page's files by what they are called without the hash in their names: `main.js`. */
export const parts = await partsOf(url);

const artifacts = new URL('artifacts/', import.meta.url);

/** Starts the browser; whoever starts it closes it. */
export function launch() {
  return chromium.launch({
    executablePath: required('CHROMIUM'),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });
}

/** Starts Firefox; whoever starts it closes it. */
export function launchFirefox() {
  return puppeteer.launch({
    browser: 'firefox',
    executablePath: FIREFOX,
    defaultViewport: { width: 1366, height: 768 },
    // As people have it: the driver lets files ask for files.
    extraPrefsFirefox: { 'security.fileuri.strict_origin_policy': true },
  });
}

/**
 * Opens the page in a fresh browser for the length of one test.
 *
 * The test fails if the page logs an error, throws one, or asks for anything
 * outside its own origin. A picture of how it ended goes to tests/e2e/artifacts.
 *
 * @param {import('node:test').TestContext} t
 * @param {import('playwright-core').BrowserContextOptions & { path?: string }} [options]
 *   `viewport`, `deviceScaleFactor`, `locale`, …; `path` is what follows the page's
 *   address, such as `?experiment=…`
 */
export async function openPage(t, { path = '', ...options } = {}) {
  const browser = await launch();
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  const faults = watch(page, context);
  t.after(async () => {
    await picture(page, t.name).finally(() => browser.close());
    assert.deepEqual(faults, [], 'the page did what no page of ours may do');
  });
  await page.goto(new URL(path, url).href);
  return page;
}

/**
 * Collects what a page must not do, from now on. Both drivers have the same events.
 *
 * @param {Pick<import('playwright-core').Page, 'on'>} page
 * @param {Pick<import('playwright-core').BrowserContext, 'on'>} network  what tells of requests
 * @param {string} [address]  where the page is
 */
export function watch(page, network, address = url) {
  /** @type {string[]} */
  const faults = [];
  const { origin } = new URL(address);
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`console error: ${message.text()}`);
  });
  page.on('pageerror', (error) => faults.push(`uncaught: ${error.stack ?? error}`));
  page.on('crash', () => faults.push('the page crashed'));
  network.on('request', (request) => {
    const asked = new URL(request.url());
    if (/^https?:$/.test(asked.protocol) && asked.origin !== origin) {
      faults.push(`request to another origin: ${asked.href}`);
    }
  });
  return faults;
}

/**
 * Keeps a picture of a page in tests/e2e/artifacts.
 *
 * @param {{ screenshot(options: { path: string }): Promise<unknown> }} page
 * @param {string} name
 */
export async function picture(page, name) {
  await mkdir(artifacts, { recursive: true });
  const file = new URL(`${name.replace(/[^\p{L}\p{N}]+/gu, '-')}.png`, artifacts);
  await page.screenshot({ path: file.pathname });
}

/**
 * The files that a page names, and the one that only its script does, with their addresses.
 *
 * @param {string} page
 * @returns {Promise<Record<string, string>>}
 */
export async function partsOf(page) {
  const html = await (await fetch(page)).text();
  const named = [...html.matchAll(/"(assets\/([\w-]+)-[0-9a-f]{12}(\.\w+))"/g)];
  assert.ok(named.length >= 6, `${page} names ${named.length} files`);
  /** @type {Record<string, string>} */
  const parts = Object.fromEntries(named.map(([, name, stem, ending]) => [stem + ending, new URL(name, page).href]));
  const script = await (await fetch(parts['main.js'])).text();
  const [second = ''] = /second-[0-9a-f]{12}\.wasm/.exec(script) ?? [];
  assert.ok(second, `${parts['main.js']} names no second module`);
  return { ...parts, 'second.wasm': new URL(second, parts['main.js']).href };
}

/** @param {string} name */
function required(name) {
  const value = process.env[name];
  assert(value, `${name} is not set: run the tests with \`cargo xtask test\``);
  return value;
}

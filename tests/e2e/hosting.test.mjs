// The page on hosts as they come: nginx with the types that it brings and busybox's httpd, at an
// address below others, in two browsers; and as a file. `cargo xtask test` names the hosts in
// HOST_NGINX, with HOST_NGINX_TYPES, and HOST_BUSYBOX where there are any.
// @ts-check
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { dist, FIREFOX, launch, launchFirefox, partsOf, watch } from './browser.mjs';
import { eventually } from './page.mjs';

const { HOST_NGINX, HOST_NGINX_TYPES, HOST_BUSYBOX } = process.env;

/** Where the page is on the host. */
const PLACE = 'teaching/descent/';

/** @typedef {import('playwright-core').Page} Page  what both drivers can do of it */

const browsers = {
  Chromium: { skip: '', launch: /** @type {() => Promise<any>} */ (launch) },
  Firefox: { skip: FIREFOX ? '' : 'there is no Firefox: install one, or name it in FIREFOX', launch: launchFirefox },
};

const hosts = {
  nginx: {
    skip: HOST_NGINX ? '' : 'there is no nginx: install it, or name it in HOST_NGINX and its types in HOST_NGINX_TYPES',
    /** Its stock configuration, without what needs rights and what other sites need. */
    async start(/** @type {string} */ folder, /** @type {number} */ port) {
      const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
      await writeFile(join(folder, 'nginx.conf'), `
        daemon off;
        master_process off;
        pid ${folder}/nginx.pid;
        error_log stderr;
        events {}
        http {
          include ${HOST_NGINX_TYPES};
          default_type application/octet-stream;
          access_log off;
          ${temporary.map((name) => `${name}_temp_path ${folder}/${name};`).join('\n')}
          server { listen 127.0.0.1:${port}; root ${folder}/root; }
        }`);
      return spawn(HOST_NGINX ?? '', ['-e', 'stderr', '-p', folder, '-c', join(folder, 'nginx.conf')], { stdio: ['ignore', 'ignore', 'inherit'] });
    },
    types: { js: 'application/javascript', css: 'text/css', json: 'application/json', wasm: 'application/wasm' },
  },
  'busybox httpd': {
    skip: HOST_BUSYBOX ? '' : 'there is no busybox: install it, or name it in HOST_BUSYBOX',
    async start(/** @type {string} */ folder, /** @type {number} */ port) {
      return spawn(HOST_BUSYBOX ?? '', ['httpd', '-f', '-p', `127.0.0.1:${port}`, '-h', join(folder, 'root')], { stdio: ['ignore', 'ignore', 'inherit'] });
    },
    // It knows no type of the other two, and the page must do without.
    types: { js: 'application/javascript', css: 'text/css' },
  },
};

for (const [name, { skip: noHost, start, types }] of Object.entries(hosts)) {
  for (const [engine, { skip: noBrowser, launch }] of Object.entries(browsers)) {
    test(`the page plays from ${name} at /${PLACE}, in ${engine}`, { skip: noHost || noBrowser || false }, async (t) => {
      const address = await serve(t, start);
      const browser = await launch();
      t.after(() => browser.close());
      /** @type {Page} */
      const page = await browser.newPage();
      const faults = watch(page, page, address);
      /** @type {Map<string, string>} */
      const sent = new Map();
      page.on('response', (response) => {
        const ending = /\.(\w+)$/.exec(response.url())?.[1] ?? 'html';
        const type = response.headers()['content-type'];
        // Firefox gives no headers of what it takes from its cache.
        if (type) sent.set(ending, type);
      });
      // Without the last slash the host itself leads on.
      await page.goto(address.replace(/\/$/, ''));
      await page.waitForSelector('html[data-state=ready]');
      assert.equal(page.url(), address);
      await page.locator('#forward').click();
      await page.evaluate(() => document.getElementById('play')?.click());
      await eventually(async () => {
        assert.equal(await page.evaluate(() => /** @type {HTMLInputElement} */ (document.getElementById('epoch')).value), '150');
        const text = await page.evaluate(() => document.getElementById('table')?.innerText ?? '');
        assert.ok(text.includes('2.52510') && text.includes('11.7549'), text);
      }, 30_000);
      for (const [ending, type] of Object.entries(types)) assert.equal(sent.get(ending)?.split(';')[0], type, ending);
      assert.deepEqual(faults, []);
    });
  }
}

for (const [engine, { skip, launch }] of Object.entries(browsers)) {
  test(`opened as a file the page says so, in ${engine}`, { skip: skip || false }, async (t) => {
    const browser = await launch();
    t.after(() => browser.close());
    const page = await browser.newPage();
    await page.goto(pathToFileURL(join(dist, 'index.html')).href);
    await eventually(async () => {
      const said = await page.evaluate(() => document.getElementById('failure')?.innerText);
      assert.match(said, /^Descent was opened as a file, and browsers load its parts only from a web server\./);
    });
    assert.equal(await page.evaluate(() => document.querySelector('main')?.checkVisibility()), false);
  });
}

/**
 * Starts a host with a copy of the page, for the length of one test.
 *
 * @param {import('node:test').TestContext} t
 * @param {(folder: string, port: number) => Promise<import('node:child_process').ChildProcess>} start
 */
async function serve(t, start) {
  const folder = await mkdtemp(join(tmpdir(), 'descent-host-'));
  await mkdir(join(folder, 'root', PLACE), { recursive: true });
  await cp(dist, join(folder, 'root', PLACE), { recursive: true });
  const port = await freePort();
  const host = await start(folder, port);
  t.after(async () => {
    if (host.exitCode === null) {
      host.kill();
      await once(host, 'exit');
    }
    await rm(folder, { recursive: true });
  });
  const address = `http://127.0.0.1:${port}/${PLACE}`;
  await eventually(async () => {
    assert.equal(host.exitCode, null, 'the host has ended');
    await partsOf(address);
  });
  return address;
}

/** @returns {Promise<number>} */
async function freePort() {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  await new Promise((resolve) => server.close(resolve));
  return port;
}

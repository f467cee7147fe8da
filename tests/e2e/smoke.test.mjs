// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPage } from './browser.mjs';

test('the page opens, has a title and logs no error', async (t) => {
  const page = await openPage(t);
  assert.notEqual(await page.title(), '');
});

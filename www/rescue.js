// When the page cannot go on: it says so, and gives back what the user has made.
// @ts-check

import { byId } from './dom.js';
import { sentence, stop } from './failure.js';
import { copy } from './files.js';
import { t } from './locale.js';
import { BadPart } from './parts.js';

const root = document.documentElement;

/**
 * After a fault of its own the module cannot go on. The last experiment is there to be copied,
 * and the address brings it back.
 *
 * @param {() => { file: string, address: string }} last  as it was before
 */
export function rescueFromFaults(last) {
  /** @param {unknown} error */
  const check = (error) => {
    // A stack that has run over leaves the module as unusable as a panic does.
    const fault = error instanceof WebAssembly.RuntimeError || error instanceof RangeError;
    // So does a module whose second part does not come.
    const missing = error instanceof BadPart;
    if (!(fault || missing) || root.dataset.state === 'failed') return;
    const { file, address } = last();
    const field = /** @type {HTMLTextAreaElement} */ (byId('rescue-file'));
    stop(missing ? sentence(...error.finding) : t('failure.stopped'));
    field.value = file;
    byId('rescue').hidden = false;
    byId('rescue-copy').addEventListener('click', async ({ currentTarget }) => {
      if (await copy(file, field)) /** @type {HTMLElement} */ (currentTarget).textContent = t('share.copied');
    });
    byId('rescue-reload').addEventListener('click', () => {
      history.replaceState(null, '', address);
      location.reload();
    });
    byId('rescue-reload').focus();
  };
  addEventListener('error', ({ error }) => check(error));
  addEventListener('unhandledrejection', ({ reason }) => check(reason));
}

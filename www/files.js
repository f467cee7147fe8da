// Experiment files come in by a button or by being dropped, anything goes out as a download.
// @ts-check

import { byId, element } from './dom.js';
import { t } from './locale.js';
import { notice } from './notice.js';

/**
 * @param {import('./model.js').Page} page
 * @param {import('./types.js').Catalogue} catalogue
 */
export function acceptFiles(page, { largest }) {
  const input = /** @type {HTMLInputElement} */ (byId('file'));
  byId('open').addEventListener('click', () => input.click());
  input.addEventListener('change', async () => {
    await openFile(page, largest, input.files?.[0]);
    // The same file again is a change too.
    input.value = '';
  });
  const veil = byId('drop');
  /** @param {DragEvent} event */
  const carriesFile = ({ dataTransfer }) => dataTransfer?.types.includes('Files') ?? false;
  addEventListener('dragover', (event) => {
    if (!carriesFile(event)) return;
    event.preventDefault();
    veil.hidden = false;
  });
  addEventListener('dragleave', ({ relatedTarget }) => {
    veil.hidden ||= relatedTarget === null;
  });
  addEventListener('drop', (event) => {
    veil.hidden = true;
    if (!carriesFile(event)) return;
    event.preventDefault();
    openFile(page, largest, event.dataTransfer?.files[0]);
  });
}

/**
 * @param {import('./model.js').Page} page
 * @param {number} largest
 * @param {File} [file]
 */
async function openFile(page, largest, file) {
  if (!file) return;
  const { name } = file;
  // One byte more is enough to be told that it is too large.
  const text = await file.slice(0, largest + 1).text().catch(() => null);
  if (text === null) return notice(t('file.unreadable', { file: name }));
  const fault = page.visit({ do: 'load', file: text });
  notice(fault ? t('file.bad', { file: name, fault: t(fault.key, fault.blanks) }) : '');
}

/**
 * @param {string} name
 * @param {string | Blob} content
 * @param {string} [type]
 */
export function download(name, content, type = 'text/plain') {
  const blob = content instanceof Blob ? content : new Blob([content], { type });
  const address = URL.createObjectURL(blob);
  element('a', { href: address, download: name }).click();
  // The browser takes the content after this turn.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/**
 * Copies what a field shows. Where the browser does not allow it, the text is left selected.
 *
 * @param {string} text
 * @param {HTMLInputElement | HTMLTextAreaElement} [field]
 */
export async function copy(text, field) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    field?.select();
    return false;
  }
}

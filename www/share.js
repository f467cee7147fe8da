// The dialog by which an experiment leaves the page: link, file, picture, numbers, code.
// @ts-check

import { lastingLink } from './address.js';
import { byId, fill, say } from './dom.js';
import { copy, download } from './files.js';
import { t } from './locale.js';

/** @typedef {import('./types.js').Results} Results */

/** Milliseconds for which a button says what it has done. */
const SAID = 1600;

export class SharePart {
  #page;
  #version;
  #dialog = /** @type {HTMLDialogElement} */ (byId('sharing'));
  #link = /** @type {HTMLInputElement} */ (byId('share-link'));
  #library = /** @type {HTMLSelectElement} */ (byId('code-library'));
  #run = /** @type {HTMLSelectElement} */ (byId('numbers-run'));
  #code = byId('code');
  /** @type {Results['fingerprint']} */
  #fingerprint = null;

  /**
   * @param {import('./model.js').Page} page
   * @param {import('./types.js').Catalogue} catalogue
   */
  constructor(page, catalogue) {
    this.#page = page;
    this.#version = catalogue.version;
    this.#preparePicture(catalogue.figure);
    fill(this.#library, catalogue.libraries.map(({ id, name }) => [id, name]));
    byId('share').addEventListener('click', () => this.#open());
    byId('sharing-close').addEventListener('click', () => this.#dialog.close());
    this.#dialog.addEventListener('click', ({ target }) => {
      // Beside the dialog is its own backdrop.
      if (target === this.#dialog) this.#dialog.close();
    });
    this.#link.addEventListener('focus', () => this.#link.select());
    this.#library.addEventListener('change', () => this.#showCode());
    this.#onCopy('copy-link', () => this.#link.value, this.#link);
    this.#onCopy('copy-file', () => page.app.save());
    this.#onCopy('copy-table', () => page.app.report(true));
    this.#onCopy('copy-code', () => this.#code.textContent ?? '');
    const { app } = page;
    this.#on('save-file', () => download(this.#name('json'), app.save(), 'application/json'));
    this.#on('save-numbers', () => {
      const run = this.#run.value === '' ? undefined : Number(this.#run.value);
      const part = run === undefined ? 'runs' : page.state.runs[run].kind;
      download(this.#name('csv', `-${part}`), app.csv(run), 'text/csv');
    });
    this.#on('save-table', () => download(this.#name('csv', '-results'), app.report(false), 'text/csv'));
    this.#on('save-code', () => {
      download(this.#name('py', `-${this.#library.value}`), this.#code.textContent ?? '', 'text/x-python');
    });
  }

  update() {
    if (this.#dialog.open) this.#show();
  }

  /** @param {Results} results */
  show({ fingerprint }) {
    if (fingerprint?.whole === this.#fingerprint?.whole) return;
    this.#fingerprint = fingerprint;
    say(byId('fingerprint-short'), fingerprint?.short ?? '');
    if (this.#dialog.open) this.#sayProof();
  }

  async #open() {
    await this.#page.whole;
    if (this.#dialog.open) return;
    this.#show();
    this.#dialog.showModal();
    this.#link.focus();
  }

  #show() {
    const { names, state } = this.#page;
    this.#link.value = lastingLink(this.#page.app);
    const chosen = this.#run.value;
    fill(this.#run, [['', t('share.all_runs')], ...names.map(/** @returns {[string, string]} */ (name, index) => [String(index), name])]);
    if (Number(chosen) < names.length) this.#run.value = chosen;
    const none = state.runs.length === 0;
    for (const id of ['save-numbers', 'copy-table', 'save-table']) {
      /** @type {HTMLButtonElement} */ (byId(id)).disabled = none;
    }
    this.#showCode();
    this.#sayProof();
  }

  #showCode() {
    this.#code.textContent = this.#page.app.code(this.#library.value);
  }

  #sayProof() {
    const version = this.#version;
    const fingerprint = this.#fingerprint?.whole;
    byId('share-proof').textContent = fingerprint
      ? t('share.proof_known', { fingerprint, version })
      : t('share.proof_later');
  }

  /**
   * What a file of this experiment is called.
   *
   * @param {string} kind
   * @param {string} [part]
   */
  #name(kind, part = '') {
    return `descent-${this.#page.state.landscape.kind}${part}.${kind}`;
  }

  /**
   * @param {string} id
   * @param {() => void} act
   */
  #on(id, act) {
    byId(id).addEventListener('click', act);
  }

  /**
   * @param {string} id
   * @param {() => string} text
   * @param {HTMLInputElement} [field]
   */
  #onCopy(id, text, field) {
    const button = byId(id);
    const usual = button.textContent;
    this.#on(id, async () => {
      const copied = await copy(text(), field);
      button.textContent = t(copied ? 'share.copied' : 'share.not_copied');
      setTimeout(() => { button.textContent = usual; }, SAID);
    });
  }

  /** @param {import('./types.js').Catalogue['figure']} figure */
  #preparePicture({ size: [width, height], narrowest }) {
    const field = (/** @type {string} */ id) => /** @type {HTMLInputElement} */ (byId(id));
    const [wide, high] = [field('picture-width'), field('picture-height')];
    wide.min = String(narrowest);
    wide.value = String(width);
    high.value = String(height);
    byId('picture').addEventListener('submit', async (event) => {
      event.preventDefault();
      const kind = /** @type {HTMLButtonElement} */ (event.submitter).value;
      const svg = this.#page.app.figure(wide.valueAsNumber, high.valueAsNumber);
      const scale = Number(/** @type {HTMLSelectElement} */ (byId('picture-scale')).value);
      const drawing = new Blob([svg], { type: 'image/svg+xml' });
      const picture = kind === 'svg' ? drawing : await png(drawing, scale).catch(() => null);
      byId('picture-fault').hidden = picture !== null;
      if (picture) download(this.#name(kind), picture);
    });
  }
}

/**
 * An SVG drawing as pixels.
 *
 * @param {Blob} drawing
 * @param {number} scale  pixels per CSS pixel
 * @returns {Promise<Blob | null>} none where the browser has no room for so many
 */
async function png(drawing, scale) {
  const address = URL.createObjectURL(drawing);
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = image.naturalWidth * scale;
    canvas.height = image.naturalHeight * scale;
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve) => canvas.toBlob(resolve));
  } finally {
    URL.revokeObjectURL(address);
  }
}

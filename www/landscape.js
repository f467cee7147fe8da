// Step 1: the landscapes as thumbnails, and what the chosen one says of itself.
// @ts-check

import { App } from '../descent.js';
import { byId, element, mathematics, say } from './dom.js';
import { Fields } from './fields.js';
import { t } from './locale.js';

/** @typedef {import('./types.js').State} State */

/** The least and the most pixels of a thumbnail's side. */
const PIXELS = [112, 512];

export class LandscapePart {
  #page;
  #group = byId('landscapes');
  #name = byId('landscape-name');
  #formula = byId('formula');
  #lesson = byId('lesson');
  #fields;
  #more = /** @type {HTMLDetailsElement} */ (byId('landscape-more'));
  #additions;
  /** @type {Map<string, { input: HTMLInputElement, image: HTMLImageElement }>} */
  #thumbs = new Map();
  #kind = '';
  #written = '';

  /**
   * @param {import('./model.js').Page} page
   * @param {import('./types.js').Catalogue} catalogue
   */
  constructor(page, catalogue) {
    this.#page = page;
    this.#fields = new Fields(page, byId('landscape-knobs'));
    this.#additions = new Fields(page, byId('landscape-additions'));
    this.#group.append(...catalogue.landscapes.map((kind) => this.#thumb(kind)));
    this.#group.addEventListener('change', (event) => {
      const text = /** @type {HTMLInputElement} */ (event.target).value;
      page.send({ do: 'set', path: 'landscape.kind', text });
    });
  }

  /**
   * @param {State} state
   * @param {boolean} fresh
   */
  update({ landscape }, fresh) {
    const { kind, formula, fields, additions } = landscape;
    if (kind !== this.#kind) {
      this.#kind = kind;
      say(this.#name, t(`landscape.${kind}.name`));
      this.#lesson.textContent = t(`landscape.${kind}.lesson`);
      const thumb = this.#thumbs.get(kind);
      if (thumb) thumb.input.checked = true;
    }
    if (formula !== this.#written) {
      this.#written = formula;
      this.#formula.replaceChildren(...mathematics(formula));
    }
    this.#fields.update(fields, fresh);
    this.#additions.update(additions, fresh);
    // What changes the runs is not folded away.
    if (additions.some(({ choices, value }) => choices.length > 0 && value !== choices[0])) this.#more.open = true;
  }

  /**
   * Draws the thumbnails when all landscapes are there, some at a time so that nothing else waits for
   * them.
   *
   * @param {string} theme
   */
  async draw(theme) {
    await this.#page.whole;
    for (const [kind, { image }] of this.#thumbs) {
      await new Promise((resolve) => setTimeout(resolve));
      if (document.documentElement.dataset.theme !== theme) return;
      // Without styles the image is as wide as it has pixels, and would grow with each drawing.
      const width = image.parentElement?.clientWidth ?? 0;
      const side = Math.min(Math.max(Math.round(width * devicePixelRatio), PIXELS[0]), PIXELS[1]);
      show(image, App.thumbnail(kind, side, theme));
    }
  }

  /** @param {string} kind */
  #thumb(kind) {
    const name = t(`landscape.${kind}.name`);
    const input = element('input', { type: 'radio', name: 'landscape', value: kind, 'aria-label': name });
    const size = `${PIXELS[0]}`;
    const image = element('img', { alt: '', draggable: 'false', width: size, height: size });
    this.#thumbs.set(kind, { input, image });
    return element('label', { class: 'thumb', title: name }, input, image, element('span', {}, name));
  }
}

/** As many bytes as a function may be given arguments, everywhere. */
const PIECE = 8192;

/**
 * Shows a BMP file. It is in the address itself: nothing is requested.
 *
 * @param {HTMLImageElement} image
 * @param {Uint8Array} file
 */
function show(image, file) {
  let bytes = '';
  for (let k = 0; k < file.length; k += PIECE) bytes += String.fromCharCode(...file.subarray(k, k + PIECE));
  image.src = `data:image/bmp;base64,${btoa(bytes)}`;
}

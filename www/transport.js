// Step 4: play, pause, step, scrub, how fast and how far.
// @ts-check

import { byId, element, fill, say } from './dom.js';
import { NumberField } from './number-field.js';
import { count, t } from './locale.js';

/** @typedef {import('./types.js').State} State */
/** @typedef {import('./types.js').Results} Results */

export class TransportPart {
  #page;
  #play = /** @type {HTMLButtonElement} */ (byId('play'));
  #playText = byId('play-text');
  #slider = /** @type {HTMLInputElement} */ (byId('epoch'));
  #text = byId('epoch-text');
  #speed = /** @type {HTMLSelectElement} */ (byId('speed'));
  /** @type {NumberField | null} */
  #epochs = null;

  /**
   * @param {import('./model.js').Page} page
   * @param {import('./types.js').Catalogue} catalogue
   */
  constructor(page, catalogue) {
    this.#page = page;
    const { app } = page;
    const act = (/** @type {string} */ id, /** @type {() => void} */ what) => {
      byId(id).addEventListener('click', what);
    };
    act('play', page.play);
    act('restart', () => {
      const playing = app.playing();
      page.send({ do: 'seek', epoch: 0 });
      if (playing) page.send({ do: 'play' });
    });
    act('back', () => page.send({ do: 'step', epochs: -1 }));
    act('forward', () => page.send({ do: 'step', epochs: 1 }));
    this.#slider.addEventListener('input', () => {
      page.send({ do: 'seek', epoch: Number(this.#slider.value) });
    });
    fill(this.#speed, catalogue.speeds.map((speed) => [String(speed), saySpeed(speed)]));
    this.#speed.addEventListener('change', () => {
      page.send({ do: 'set_speed', speed: Number(this.#speed.value) });
    });
  }

  /**
   * @param {State} state
   * @param {boolean} fresh
   */
  update({ epochs, speed, runs }, fresh) {
    this.#showSpeed(speed);
    this.#play.disabled = !runs.some(({ shown }) => shown);
    if (this.#epochs) this.#epochs.update(epochs, fresh);
    else {
      this.#epochs = new NumberField(this.#page, epochs, true);
      this.#epochs.rename(t('transport.epochs'));
      byId('epochs').append(this.#epochs.node);
    }
  }

  /**
   * A link may ask for a speed that is not in the list.
   *
   * @param {number} speed
   */
  #showSpeed(speed) {
    const value = String(speed);
    this.#speed.value = value;
    if (this.#speed.value === value) return;
    this.#speed.append(element('option', { value }, saySpeed(speed)));
    this.#speed.value = value;
  }

  /** @param {Results} results */
  show({ epoch, epochs, updates_per_epoch: per, playing }) {
    say(this.#playText, t(playing ? 'transport.pause' : 'transport.play'));
    document.documentElement.dataset.playing = String(playing);
    const shown = per > 1 ? t('transport.updates', { epoch: count(Math.floor(epoch / per)), update: count(epoch) }) : count(epoch);
    say(this.#text, shown);
    const slider = this.#slider;
    if (slider.max !== String(epochs)) {
      slider.max = String(epochs);
      // As wide as it will be at the end: nothing beside it moves while it counts.
      this.#text.style.minInlineSize = `${count(epochs).length}ch`;
    }
    if (slider.value !== String(epoch)) slider.value = String(epoch);
    const said = t('transport.epoch_text', { epoch: count(epoch), epochs: count(epochs) });
    slider.setAttribute('aria-valuetext', said);
  }
}

/** @param {number} speed */
function saySpeed(speed) {
  return t(speed === 1 ? 'transport.speed_one' : 'transport.speed_many', { speed: count(speed) });
}

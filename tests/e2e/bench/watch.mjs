// How long the page's own scripts take, seen from inside of it.
// @ts-check

/** @typedef {{ frames: number[], moves: number[], ready: number, app: any }} Watch */

/**
 * To be run before the page's scripts: measures every callback of a frame, every handler
 * of a moving pointer, and when the page says that it is ready.
 */
export function watch() {
  /** @type {Watch} */
  const seen = { frames: [], moves: [], ready: NaN, app: null };
  Object.assign(globalThis, { seen });

  const request = globalThis.requestAnimationFrame;
  globalThis.requestAnimationFrame = (callback) =>
    request((time) => {
      const begin = performance.now();
      callback(time);
      seen.frames.push(performance.now() - begin);
    });

  let begin = 0;
  addEventListener('pointermove', () => { begin = performance.now(); }, { capture: true });
  addEventListener('pointermove', () => { seen.moves.push(performance.now() - begin); });

  new MutationObserver(() => {
    if (document.documentElement.dataset.state === 'ready') seen.ready ||= performance.now();
  }).observe(document, { attributes: true, subtree: true, attributeFilter: ['data-state'] });
}

/**
 * Takes hold of the page's application, at its next frame.
 *
 * @param {string} module
 */
export async function hold(module) {
  const { App } = await import(module);
  const { draw } = App.prototype;
  const { seen } = /** @type {{ seen: Watch }} */ (/** @type {unknown} */ (globalThis));
  await new Promise((resolve) => {
    App.prototype.draw = /** @this {any} */ function held() {
      seen.app = this;
      App.prototype.draw = draw;
      resolve(null);
      return draw.call(this);
    };
    document.getElementById('reset-view')?.click();
  });
}

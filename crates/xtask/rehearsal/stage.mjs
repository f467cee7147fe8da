// As much of a browser as the module asks for, where nothing is drawn.
// @ts-check

/** A canvas' context: it takes everything and does nothing. */
class CanvasRenderingContext2D {
  constructor() {
    return new Proxy(this, { get: () => () => undefined, set: () => true });
  }
}

class HTMLCanvasElement {
  ownerDocument = { createElement: () => new HTMLCanvasElement() };
  width = 0;
  height = 0;
  setAttribute() {}
  appendChild() {}
  getContext() { return new CanvasRenderingContext2D(); }
}

class ImageData {}

/** Something to put canvases on. */
export function stage() {
  return /** @type {any} */ (new HTMLCanvasElement());
}

Object.assign(globalThis, { CanvasRenderingContext2D, HTMLCanvasElement, ImageData });

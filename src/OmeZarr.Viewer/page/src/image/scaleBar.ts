import type { ImageInfo } from '../api/types';
import { el } from '../core/dom';
import { roundLength } from '../core/format';

const widest = 160;

/** A bar of a round length, at most 160 pixels of the screen long. */
export class ScaleBar {
    readonly element = el('div', { class: 'scale-bar' });
    readonly #bar = el('div', { class: 'bar' });
    readonly #text = el('span');

    constructor(private readonly image: ImageInfo) {
        this.element.append(this.#text, this.#bar);
    }

    update(zoom: number): void {
        const size = this.image.pixelSize.x || 1;
        const perPixel = size / zoom;
        const { value, text } = roundLength(widest * perPixel, this.image.units.x);
        this.#bar.style.width = `${Math.max(1, value / perPixel)}px`;
        this.#text.textContent = text;
    }
}

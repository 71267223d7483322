import { api, isAbort, type Parameters } from '../api/client';
import type { ImageInfo, Values } from '../api/types';
import { el, fill } from '../core/dom';
import { length, short } from '../core/format';
import { planeParameters, type Settings } from './settings';

const pause = 60;

/** The line below the picture: the pixel under the pointer with its values, and the zoom. */
export class StatusLine {
    readonly element = el('footer', { class: 'status' });
    readonly #pixel = el('span', { class: 'status-pixel' });
    readonly #values = el('span', { class: 'status-values' });
    readonly #zoom = el('span', { class: 'status-zoom' });
    #pointed: { x: number; y: number } | null = null;
    #timer = 0;
    #request: AbortController | null = null;

    constructor(private readonly image: ImageInfo, private readonly settings: () => Settings) {
        this.element.append(this.#pixel, this.#values, this.#zoom);
        this.point(null);
    }

    zoom(zoom: number): void {
        this.#zoom.textContent = `${short(zoom * 100, 3)} %`;
    }

    point(pixel: { x: number; y: number } | null): void {
        if (pixel?.x === this.#pointed?.x && pixel?.y === this.#pointed?.y && this.#pixel.hasChildNodes()) {
            return;
        }
        this.#pointed = pixel;
        this.#request?.abort();
        this.#request = null;
        if (pixel === null) {
            fill(this.#pixel, el('span', { class: 'muted' }, `${this.image.sizes.x} × ${this.image.sizes.y} pixels`));
            fill(this.#values);
            return;
        }
        const { pixelSize, units } = this.image;
        const place = units.x === null ? null : `${length(pixel.x * pixelSize.x, units.x)}, ${length(pixel.y * pixelSize.y, units.y)}`;
        fill(this.#pixel, `x ${pixel.x}  y ${pixel.y}`, place !== null && el('span', { class: 'muted' }, place));
        this.refresh();
    }

    /** Reads the values again, for example of another plane. */
    refresh(): void {
        if (this.#timer === 0 && this.#pointed !== null) {
            this.#timer = window.setTimeout(() => {
                this.#timer = 0;
                void this.#read();
            }, pause);
        }
    }

    async #read(): Promise<void> {
        const pixel = this.#pointed;
        if (pixel === null) {
            return;
        }
        this.#request?.abort();
        const request = this.#request = new AbortController();
        const { label } = this.settings();
        const parameters: Parameters = [...planeParameters(this.image, this.settings()), ['x', pixel.x], ['y', pixel.y]];
        if (label !== null) {
            parameters.push(['label', label]);
        }
        try {
            const values = await api.value(parameters, request.signal);
            if (this.#request === request) {
                this.#show(values);
            }
        } catch (error) {
            if (!isAbort(error)) {
                fill(this.#values);
            }
        }
    }

    #show(values: Values): void {
        const settings = this.settings();
        const active = values.channels.filter(value => settings.channels.find(channel => channel.index === value.index)?.active ?? true).slice(0, 8);
        fill(this.#values,
            ...active.map(value => el('span', { class: 'value' }, this.#dot(value.index), `${this.#name(value.index)} `, el('b', {}, text(value.value)))),
            ...values.labels.map(value => el('span', { class: 'value' }, `${value.name} `, el('b', {}, text(value.value)))));
    }

    #name(index: number): string {
        return this.image.channels.length > 1 ? this.image.channels.find(channel => channel.index === index)?.label ?? String(index) : '';
    }

    #dot(index: number): Node | null {
        const color = this.settings().channels.find(channel => channel.index === index)?.color;
        if (color === undefined || this.image.channels.length < 2) {
            return null;
        }
        const dot = el('i', { class: 'dot' });
        dot.style.background = `#${color}`;
        return dot;
    }
}

function text(value: number | string | boolean): string {
    return typeof value === 'number' ? short(value, 6) : String(value);
}

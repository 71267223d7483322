import type { ImageInfo } from '../api/types';
import { el, fill } from '../core/dom';
import { length } from '../core/format';
import { icon } from '../core/icons';
import type { Signal } from '../core/signal';
import type { Settings } from './settings';

const framesPerSecond = 8;

type Moving = 'z' | 't';

/** Sliders for z and t, with play, and the switch for the projection. */
export class AxesBar {
    readonly element: HTMLElement;
    readonly #rows: Row[];

    constructor(image: ImageInfo, settings: Signal<Settings>, isReady: () => boolean) {
        this.#rows = (['t', 'z'] as const).filter(axis => image.sizes[axis] > 1).map(axis => new Row(axis, image, settings, isReady));
        this.element = el('div', { class: 'axes-bar', hidden: this.#rows.length === 0 }, ...this.#rows.map(row => row.element));
    }

    /** Plays time, or else the planes; or stops. */
    togglePlay(): void {
        (this.#rows.find(row => row.isPlaying) ?? this.#rows[0])?.toggle();
    }

    step(axis: Moving, steps: number): void {
        this.#rows.find(row => row.axis === axis)?.step(steps);
    }

    destroy(): void {
        this.#rows.forEach(row => row.stop());
    }
}

class Row {
    readonly element: HTMLElement;
    readonly #slider: HTMLInputElement;
    readonly #play: HTMLButtonElement;
    readonly #text = el('output', { class: 'axis-text' });
    readonly #project: HTMLButtonElement | null;
    #timer = 0;

    constructor(readonly axis: Moving, private readonly image: ImageInfo, private readonly settings: Signal<Settings>, private readonly isReady: () => boolean) {
        const name = axis === 'z' ? 'Plane (z)' : 'Time point (t)';
        this.#slider = el('input', {
            type: 'range', min: '0', max: String(image.sizes[axis] - 1), step: '1', 'aria-label': name, class: 'axis-slider',
            oninput: () => { this.stop(); this.#set(this.#slider.valueAsNumber); },
        });
        this.#play = el('button', { class: 'ghost', type: 'button', title: 'Play (space)', onclick: () => this.toggle() });
        this.#project = axis === 'z'
            ? el('button', { class: 'chip', type: 'button', title: 'Maximum projection of all planes (m)', onclick: () => settings.patch({ projection: !settings.value.projection }) }, 'max')
            : null;
        this.element = el('div', { class: 'axis', 'data-axis': axis }, this.#play, el('span', { class: 'axis-name' }, axis), this.#slider, this.#text, this.#project);
        settings.subscribe(() => this.#show());
        this.#show();
        this.#showPlay();
    }

    get isPlaying(): boolean {
        return this.#timer !== 0;
    }

    toggle(): void {
        if (this.isPlaying) {
            this.stop();
            return;
        }
        // A frame that is still loading is waited for: nothing is skipped.
        this.#timer = window.setInterval(() => this.isReady() && this.#set((this.settings.value[this.axis] + 1) % this.image.sizes[this.axis]), 1000 / framesPerSecond);
        this.#showPlay();
    }

    stop(): void {
        window.clearInterval(this.#timer);
        this.#timer = 0;
        this.#showPlay();
    }

    step(steps: number): void {
        this.stop();
        this.#set(Math.min(this.image.sizes[this.axis] - 1, Math.max(0, this.settings.value[this.axis] + steps)));
    }

    #set(value: number): void {
        this.settings.patch({ [this.axis]: value, ...(this.axis === 'z' ? { projection: false } : {}) });
    }

    #show(): void {
        const { settings, image, axis } = this;
        const projects = axis === 'z' && settings.value.projection;
        const index = settings.value[axis];
        const unit = image.units[axis];
        this.#slider.valueAsNumber = index;
        this.#slider.style.setProperty('--part', `${100 * index / (image.sizes[axis] - 1)}%`);
        this.element.classList.toggle('projects', projects);
        this.#project?.setAttribute('aria-pressed', String(projects));
        fill(this.#text, projects ? `all ${image.sizes[axis]}` : `${index + 1} / ${image.sizes[axis]}`,
            !projects && unit !== null && el('span', { class: 'muted' }, length(index * image.pixelSize[axis], unit)));
    }

    #showPlay(): void {
        fill(this.#play, icon(this.isPlaying ? 'pause' : 'play', 16));
        this.#play.setAttribute('aria-label', `${this.isPlaying ? 'Stop' : 'Play'} ${this.axis}`);
    }
}

import type { ImageInfo } from '../api/types';
import { el, fill } from '../core/dom';
import { length } from '../core/format';
import { icon } from '../core/icons';
import type { Signal } from '../core/signal';
import type { Settings } from './settings';

const framesPerSecond = 8;

/** What a slider moves along. */
interface Moving {
    name: string;
    title: string;
    size: number;
    step: number;
    unit: string | null;
    get(settings: Settings): number;
    set(settings: Settings, index: number): Partial<Settings>;
}

/** Sliders for all axes but x, y and the channels, with play, and the switch for the projection. */
export class AxesBar {
    readonly element: HTMLElement;
    readonly #rows: Row[];

    constructor(image: ImageInfo, settings: Signal<Settings>, isReady: () => boolean) {
        this.#rows = movings(image).filter(moving => moving.size > 1).map(moving => new Row(moving, settings, isReady));
        this.element = el('div', { class: 'axes-bar', hidden: this.#rows.length === 0 }, ...this.#rows.map(row => row.element));
    }

    /** Plays the first axis, which is time if there is one; or stops. */
    togglePlay(): void {
        (this.#rows.find(row => row.isPlaying) ?? this.#rows[0])?.toggle();
    }

    step(axis: 'z' | 't', steps: number): void {
        this.#rows.find(row => row.axis === axis)?.step(steps);
    }

    destroy(): void {
        this.#rows.forEach(row => row.stop());
    }
}

function movings(image: ImageInfo): Moving[] {
    const known = (name: 'z' | 't', title: string, also: Partial<Settings>): Moving => ({
        name, title, size: image.sizes[name], step: image.pixelSize[name], unit: image.units[name],
        get: settings => settings[name], set: (_, index) => ({ [name]: index, ...also }),
    });
    return [known('t', 'Time point (t)', {}), known('z', 'Plane (z)', { projection: false }), ...image.others.map((axis, at) => other(image, axis, at))];
}

function other(image: ImageInfo, axis: number, at: number): Moving {
    const { name, size, scale, unit } = image.axes[axis]!;
    return {
        name, title: `Position along ${name}`, size, step: scale, unit,
        get: settings => settings.others[at]!, set: (settings, index) => ({ others: settings.others.map((own, place) => place === at ? index : own) }),
    };
}

class Row {
    readonly element: HTMLElement;
    readonly #slider: HTMLInputElement;
    readonly #play: HTMLButtonElement;
    readonly #text = el('output', { class: 'axis-text' });
    readonly #project: HTMLButtonElement | null;
    #timer = 0;

    constructor(private readonly moving: Moving, private readonly settings: Signal<Settings>, private readonly isReady: () => boolean) {
        this.#slider = el('input', {
            type: 'range', min: '0', max: String(moving.size - 1), step: '1', 'aria-label': moving.title, class: 'axis-slider',
            oninput: () => { this.stop(); this.#set(this.#slider.valueAsNumber); },
        });
        this.#play = el('button', { class: 'ghost', type: 'button', title: 'Play (space)', onclick: () => this.toggle() });
        this.#project = moving.name === 'z'
            ? el('button', { class: 'chip', type: 'button', title: 'Maximum projection of all planes (m)', onclick: () => settings.patch({ projection: !settings.value.projection }) }, 'max')
            : null;
        this.element = el('div', { class: 'axis', 'data-axis': moving.name }, this.#play, el('span', { class: 'axis-name', title: moving.title }, moving.name), this.#slider, this.#text, this.#project);
        settings.subscribe(() => this.#show());
        this.#show();
        this.#showPlay();
    }

    get axis(): string {
        return this.moving.name;
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
        this.#timer = window.setInterval(() => this.isReady() && this.#set((this.#index + 1) % this.moving.size), 1000 / framesPerSecond);
        this.#showPlay();
    }

    stop(): void {
        window.clearInterval(this.#timer);
        this.#timer = 0;
        this.#showPlay();
    }

    step(steps: number): void {
        this.stop();
        this.#set(Math.min(this.moving.size - 1, Math.max(0, this.#index + steps)));
    }

    get #index(): number {
        return this.moving.get(this.settings.value);
    }

    #set(index: number): void {
        this.settings.patch(this.moving.set(this.settings.value, index));
    }

    #show(): void {
        const { size, step, unit, name } = this.moving;
        const projects = name === 'z' && this.settings.value.projection;
        const index = this.#index;
        this.#slider.valueAsNumber = index;
        this.#slider.style.setProperty('--part', `${100 * index / (size - 1)}%`);
        this.element.classList.toggle('projects', projects);
        this.#project?.setAttribute('aria-pressed', String(projects));
        fill(this.#text, projects ? `all ${size}` : `${index + 1} / ${size}`,
            !projects && unit !== null && el('span', { class: 'muted' }, length(index * step, unit)));
    }

    #showPlay(): void {
        fill(this.#play, icon(this.isPlaying ? 'pause' : 'play', 16));
        this.#play.setAttribute('aria-label', `${this.isPlaying ? 'Stop' : 'Play'} ${this.moving.name}`);
    }
}

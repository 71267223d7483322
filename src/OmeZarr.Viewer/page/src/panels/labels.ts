import type { ImageInfo } from '../api/types';
import { el, fill } from '../core/dom';
import type { Signal } from '../core/signal';
import type { Settings } from '../image/settings';
import { section } from './section';

/** Which label image lies over the image, and how. */
export class LabelsPanel {
    readonly element: HTMLElement;
    readonly #names = el('div', { class: 'chips', role: 'group', 'aria-label': 'Label image' });
    readonly #look = el('div', { class: 'label-look' });
    readonly #opacity: HTMLInputElement;
    readonly #fill: HTMLButtonElement;
    readonly #outline: HTMLButtonElement;
    #last: string | null;

    constructor(private readonly image: ImageInfo, private readonly settings: Signal<Settings>) {
        this.#last = image.labels[0]?.name ?? null;
        this.#opacity = el('input', { type: 'range', min: '0', max: '1', step: '0.05', class: 'axis-slider', 'aria-label': 'Opacity of the labels', oninput: () => settings.patch({ opacity: this.#opacity.valueAsNumber }) });
        this.#fill = el('button', { type: 'button', onclick: () => settings.patch({ outline: false }) }, 'Fill');
        this.#outline = el('button', { type: 'button', onclick: () => settings.patch({ outline: true }) }, 'Outline');
        fill(this.#look, el('div', { class: 'segments', role: 'group', 'aria-label': 'Look of the labels' }, this.#fill, this.#outline),
            el('label', { class: 'row' }, el('span', { class: 'muted' }, 'Opacity'), this.#opacity));
        this.element = section(image.kind === 'label' ? 'Label image' : 'Labels', {}, image.kind === 'image' && this.#names, this.#look);
        this.element.hidden = image.kind === 'image' && image.labels.length === 0;
        settings.subscribe(() => this.#update());
        this.#update();
    }

    /** Shows the labels that were shown last, or hides them. */
    toggle(): void {
        this.settings.patch({ label: this.settings.value.label === null ? this.#last : null });
    }

    #update(): void {
        const { label, opacity, outline } = this.settings.value;
        this.#last = label ?? this.#last;
        fill(this.#names, this.#chip('None', null), ...this.image.labels.map(({ name }) => this.#chip(name, name)));
        this.#look.hidden = label === null && this.image.kind === 'image';
        this.#opacity.valueAsNumber = opacity;
        this.#opacity.style.setProperty('--part', `${100 * opacity}%`);
        this.#fill.setAttribute('aria-pressed', String(!outline));
        this.#outline.setAttribute('aria-pressed', String(outline));
    }

    #chip(text: string, name: string | null): HTMLElement {
        const isShown = this.settings.value.label === name;
        return el('button', { class: 'chip', type: 'button', 'aria-pressed': String(isShown), 'data-label': name ?? '', onclick: () => this.settings.patch({ label: name }) }, text);
    }
}

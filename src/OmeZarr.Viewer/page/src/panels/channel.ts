import { api, isAbort, sentence } from '../api/client';
import type { Histogram, ImageChannel, ImageInfo } from '../api/types';
import { el, fill } from '../core/dom';
import { short } from '../core/format';
import { icon } from '../core/icons';
import { notice } from '../core/notice';
import type { Signal } from '../core/signal';
import { planeParameters, type ChannelSetting, type Settings } from '../image/settings';
import { HistogramPicture } from './histogram';
import { action } from './section';

const steps = 1000;

/** One channel in the panel: its switch, colour, name, histogram and window. */
export class ChannelRow {
    readonly element: HTMLElement;
    readonly #toggle: HTMLInputElement;
    readonly #color: HTMLInputElement;
    readonly #low: HTMLInputElement;
    readonly #high: HTMLInputElement;
    readonly #start: HTMLInputElement;
    readonly #end: HTMLInputElement;
    readonly #window = el('div', { class: 'window' });
    readonly #picture: HistogramPicture;
    #histogram: Histogram | null = null;
    #request: AbortController | null = null;
    #readFor = '';

    constructor(private readonly image: ImageInfo, private readonly channel: ImageChannel, private readonly at: number, private readonly settings: Signal<Settings>, solo: () => void) {
        const name = channel.label;
        this.#picture = new HistogramPicture(/int/.test(image.dataType));
        this.#toggle = el('input', { type: 'checkbox', class: 'switch', 'aria-label': `Show ${name}`, onchange: () => this.#patch({ active: this.#toggle.checked }) });
        this.#color = el('input', { type: 'color', class: 'swatch', title: `Colour of ${name}`, 'aria-label': `Colour of ${name}`, oninput: () => this.#patch({ color: this.#color.value.slice(1).toUpperCase(), active: true }) });
        this.#low = this.#slider(`Black of ${name}`, 'low');
        this.#high = this.#slider(`Full colour of ${name}`, 'high');
        this.#start = this.#number(`Black of ${name}, as a number`, 'start');
        this.#end = this.#number(`Full colour of ${name}, as a number`, 'end');
        fill(this.#window,
            el('div', { class: 'histogram-area' }, this.#picture.element, this.#low, this.#high),
            el('div', { class: 'numbers' }, this.#start,
                el('span', { class: 'actions' },
                    action('Auto', 'Show the 0.5th to the 99.7th percentile of this plane', () => void this.auto()),
                    action('Min–max', 'Show the smallest to the largest value of this plane', () => void this.#minMax()),
                    el('button', { class: 'small icon-only', type: 'button', title: 'Invert', 'aria-label': `Invert ${name}`, onclick: () => this.#patch({ inverted: !this.#own.inverted }) }, icon('invert', 14))),
                this.#end));
        const title = el('button', { class: 'channel-name', type: 'button', title: `${name}: show it alone, or all again`, onclick: solo }, name);
        this.element = el('div', { class: 'channel', 'data-channel': channel.index }, el('div', { class: 'channel-head' }, this.#color, title, this.#toggle), this.#window);
        settings.subscribe(() => this.update());
        this.update();
    }

    get isActive(): boolean {
        return this.#own.active;
    }

    get #own(): ChannelSetting {
        return this.settings.value.channels[this.at]!;
    }

    /** The percentiles of the plane that is shown. */
    async auto(): Promise<void> {
        try {
            const { start, end } = await api.auto([...planeParameters(this.image, this.settings.value), ['channel', this.channel.index]]);
            this.#patch({ start, end, active: true });
        } catch (error) {
            notice(sentence(error), 'error');
        }
    }

    /** Asks for the window of a channel that was not measured when the image was opened. */
    async measure(): Promise<void> {
        if (!this.channel.pending) {
            return;
        }
        this.channel.pending = false;
        const { start, end } = this.channel.window;
        try {
            const window = this.channel.window = await api.window([['path', this.image.path], ['channel', this.channel.index]]);
            if (this.#own.start === start && this.#own.end === end) {
                this.#patch({ start: window.start, end: window.end });
            }
        } catch (error) {
            notice(sentence(error), 'error');
        }
    }

    update(): void {
        const own = this.#own;
        const { low, high } = this.#range();
        this.#toggle.checked = own.active;
        this.#color.value = `#${own.color.toLowerCase()}`;
        this.element.classList.toggle('off', !own.active);
        this.#window.hidden = !own.active;
        this.#window.classList.toggle('inverted', own.inverted);
        for (const [slider, value] of [[this.#low, own.start], [this.#high, own.end]] as const) {
            slider.value = String(Math.round((value - low) / (high - low) * steps));
            slider.setAttribute('aria-valuetext', short(value));
        }
        for (const [field, value] of [[this.#start, own.start], [this.#end, own.end]] as const) {
            if (document.activeElement !== field) {
                field.value = String(Number(value.toPrecision(6)));
            }
        }
        this.#picture.show({ low, high, start: own.start, end: own.end, color: own.color });
    }

    /** Reads the histogram of the plane that is shown, if the channel is visible and it was not read yet. */
    async read(): Promise<void> {
        const parameters = planeParameters(this.image, this.settings.value);
        const key = JSON.stringify(parameters);
        if (!this.#own.active || key === this.#readFor) {
            return;
        }
        this.#request?.abort();
        this.#request = new AbortController();
        this.#readFor = key;
        try {
            this.#histogram = await api.histogram([...parameters, ['channel', this.channel.index]], this.#request.signal);
            this.#picture.histogram = this.#histogram;
            this.update();
        } catch (error) {
            this.#readFor = '';
            if (!isAbort(error)) {
                notice(sentence(error), 'error');
            }
        }
    }

    async #minMax(): Promise<void> {
        await this.read();
        if (this.#histogram !== null) {
            this.#patch({ start: this.#histogram.min, end: this.#histogram.max });
        }
    }

    /** From left to right: all values that there are, and the window. */
    #range(): { low: number; high: number } {
        const own = this.#own;
        const shown = this.#histogram ?? { start: this.channel.window.min, end: this.channel.window.max };
        const low = Math.min(shown.start, own.start);
        const high = Math.max(shown.end, own.end);
        return high > low ? { low, high } : { low, high: low + 1 };
    }

    #slider(label: string, className: string): HTMLInputElement {
        const slider: HTMLInputElement = el('input', {
            type: 'range', min: '0', max: String(steps), class: `window-slider ${className}`, 'aria-label': label,
            oninput: () => this.#slide(),
        });
        return slider;
    }

    #slide(): void {
        const { low, high } = this.#range();
        const value = (slider: HTMLInputElement) => this.#round(low + slider.valueAsNumber / steps * (high - low));
        const [start, end] = [value(this.#low), value(this.#high)];
        if (start < end) {
            this.#patch({ start, end });
        } else {
            this.update();
        }
    }

    #number(label: string, member: 'start' | 'end'): HTMLInputElement {
        const field: HTMLInputElement = el('input', {
            type: 'number', step: 'any', 'aria-label': label,
            onchange: () => {
                const value = field.valueAsNumber;
                const next = { ...this.#own, [member]: value };
                if (Number.isFinite(value) && next.start < next.end) {
                    this.#patch({ [member]: value });
                }
                this.update();
            },
        });
        return field;
    }

    #round(value: number): number {
        return /int/.test(this.image.dataType) ? Math.round(value) : Number(value.toPrecision(5));
    }

    #patch(part: Partial<ChannelSetting>): void {
        this.settings.patch({ channels: this.settings.value.channels.map((channel, at) => at === this.at ? { ...channel, ...part } : channel) });
    }
}

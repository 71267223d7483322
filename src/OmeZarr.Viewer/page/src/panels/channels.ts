import type { ImageInfo } from '../api/types';
import { debounce } from '../core/dom';
import type { Signal } from '../core/signal';
import { defaults, type Settings } from '../image/settings';
import { ChannelRow } from './channel';
import { action, section } from './section';

const mostHistograms = 8;

/** The channels of an image. */
export class ChannelsPanel {
    readonly element: HTMLElement;
    readonly #rows: ChannelRow[];
    readonly #read = debounce(250, () => this.#rows.filter(row => row.isActive).slice(0, mostHistograms).forEach(row => void row.read()));

    constructor(private readonly image: ImageInfo, private readonly settings: Signal<Settings>) {
        this.#rows = image.channels.map((channel, at) => new ChannelRow(image, channel, at, settings, () => this.solo(at)));
        const reset = action('Reset', 'Colours and windows of the metadata', () => settings.patch({ channels: defaults(image).channels }));
        const auto = action('Auto', 'Windows from the values of this plane, for all visible channels (a)', () => this.auto());
        const extra = document.createElement('span');
        extra.className = 'section-actions';
        extra.append(auto, reset);
        this.element = section(image.channels.length > 1 ? `Channels` : 'Channel', { extra }, ...this.#rows.map(row => row.element));
        settings.subscribe(() => {
            this.#measure();
            this.#read();
        });
    }

    /** Windows of channels that are switched on for the first time. */
    #measure(): void {
        this.#rows.filter(row => row.isActive).forEach(row => void row.measure());
    }

    /** Reads the histograms; the picture comes first. */
    start(): void {
        this.#measure();
        this.#read();
    }

    auto(): void {
        this.#rows.filter((_, at) => this.settings.value.channels[at]!.active).forEach(row => void row.auto());
    }

    toggle(at: number): void {
        if (at < this.settings.value.channels.length) {
            this.settings.patch({ channels: this.settings.value.channels.map((channel, index) => index === at ? { ...channel, active: !channel.active } : channel) });
        }
    }

    /** Shows one channel alone; if it is alone, those that are shown at first. */
    solo(at: number): void {
        const channels = this.settings.value.channels;
        const isAlone = channels.every((channel, index) => channel.active === (index === at));
        const first = defaults(this.image).channels;
        const isOnlyFirst = first.filter(channel => channel.active).length <= 1;
        this.settings.patch({ channels: channels.map((channel, index) => ({ ...channel, active: isAlone ? isOnlyFirst || first[index]!.active : index === at })) });
    }

    update(): void {
        this.#rows.forEach(row => row.update());
    }
}

import type { Histogram } from '../api/types';
import { el } from '../core/dom';

/** The bars of a histogram, on a logarithmic scale, within a range of values. What the window cuts off is dim. */
export class HistogramPicture {
    readonly element = el('canvas', { class: 'histogram', 'aria-hidden': 'true' });
    #histogram: Histogram | null = null;
    #view = { low: 0, high: 1, start: 0, end: 1, color: 'FFFFFF' };

    constructor(private readonly isWhole: boolean) {
        new ResizeObserver(() => this.#draw()).observe(this.element);
    }

    set histogram(value: Histogram) {
        this.#histogram = value;
        this.element.dataset['read'] = '';
        this.#draw();
    }

    /** The range of values from left to right, and the window. */
    show(view: { low: number; high: number; start: number; end: number; color: string }): void {
        this.#view = view;
        this.#draw();
    }

    #draw(): void {
        const density = window.devicePixelRatio || 1;
        const width = Math.round(this.element.clientWidth * density);
        const height = Math.round(this.element.clientHeight * density);
        const context = this.element.getContext('2d');
        if (context === null || width === 0 || height === 0) {
            return;
        }
        this.element.width = width;
        this.element.height = height;
        const columns = this.#columns(width);
        const highest = Math.log1p(Math.max(1, ...columns));
        const { low, high, start, end, color } = this.#view;
        context.fillStyle = visible(color);
        columns.forEach((count, x) => {
            const value = low + (x + 0.5) / width * (high - low);
            context.globalAlpha = value >= start && value <= end ? 0.85 : 0.28;
            const bar = Math.log1p(count) / highest * (height - 2);
            context.fillRect(x, height - bar, 1, bar);
        });
    }

    /** The count at each column of the picture. Where whole numbers are wider than bins, their bars are as wide as they are. */
    #columns(width: number): number[] {
        const histogram = this.#histogram;
        if (histogram === null) {
            return new Array<number>(width).fill(0);
        }
        const { low, high } = this.#view;
        const { counts, start, end } = histogram;
        const isCoarse = this.isWhole && end - start < counts.length;
        return Array.from({ length: width }, (_, x) => {
            const exact = low + (x + 0.5) / width * (high - low);
            const value = isCoarse ? Math.round(exact) : exact;
            if (value < start || value > end) {
                return 0;
            }
            const bin = end > start ? Math.floor((value - start) / (end - start) * counts.length) : 0;
            return counts[Math.min(bin, counts.length - 1)]!;
        });
    }
}

/** Dark colours would not be seen in a dark panel, light ones not in a light panel. */
function visible(color: string): string {
    const [red, green, blue] = [0, 2, 4].map(at => parseInt(color.slice(at, at + 2), 16)) as [number, number, number];
    const light = (red * 299 + green * 587 + blue * 114) / 255_000;
    const isDark = document.documentElement.dataset['theme'] === 'dark';
    if (isDark) {
        const lift = light < 0.35 ? 0.45 : 0;
        return `rgb(${[red, green, blue].map(part => Math.round(part + (255 - part) * lift)).join(' ')})`;
    }
    const dim = light > 0.5 ? 0.55 : 1;
    return `rgb(${[red, green, blue].map(part => Math.round(part * dim)).join(' ')})`;
}

import type { ImageInfo } from '../api/types';
import { el } from '../core/dom';
import { length, short, symbol } from '../core/format';
import { section } from './section';

/** Dimensions and levels of an image. */
export function infoSections(image: ImageInfo): HTMLElement[] {
    return [
        section('Dimensions', { open: false, extra: el('span', { class: 'summary-text' }, image.axes.map(axis => short(axis.size)).join(' × ')) },
            table(['axis', 'size', 'step', 'extent'], image.axes.map(axis => [
                axis.name,
                short(axis.size),
                axis.type === 'channel' ? '' : `${short(axis.scale)} ${symbol(axis.unit)}`,
                axis.type === 'channel' || axis.unit === null ? '' : length(axis.size * axis.scale, axis.unit),
            ])),
            facts([['Data type', image.dataType], ['OME-Zarr', image.version]])),
        section('Levels', { open: false, extra: el('span', { class: 'summary-text' }, String(image.levels.length)) },
            table(['level', 'shape', 'chunk', ...(image.levels.some(level => level.shards) ? ['shard'] : [])], image.levels.map(level => [
                level.path, level.shape.join('·'), level.chunks.join('·'), ...(level.shards ? [level.shards.join('·')] : []),
            ]))),
    ];
}

/** Names and values, one pair a line. */
export function facts(pairs: [string, string][]): HTMLElement {
    return el('dl', { class: 'facts' }, ...pairs.flatMap(([name, value]) => [el('dt', {}, name), el('dd', {}, value)]));
}

function table(head: string[], rows: string[][]): HTMLElement {
    return el('div', { class: 'table-area' }, el('table', {},
        el('thead', {}, el('tr', {}, ...head.map(text => el('th', { scope: 'col' }, text)))),
        el('tbody', {}, ...rows.map(row => el('tr', {}, ...row.map(text => el('td', {}, text)))))));
}

import { address, type Parameters } from '../api/client';
import { el } from '../core/dom';
import { dialog } from '../core/notice';
import type { Stage } from '../image/stage';

const sizes = [512, 1024, 2048, 4096];

/** Asks which part of the picture is saved, and how large. */
export function showSave(name: string, parameters: Parameters, stage: Stage): void {
    const view = stage.region;
    const region: Parameters = view === null ? [] : [['region', [view.x, view.y, view.width, view.height].join(',')]];
    const size = el('select', { 'aria-label': 'Longer side in pixels' }, ...sizes.map(value => el('option', { value: String(value), selected: value === 1024 }, `${value} pixels`)));
    const save = (part: string, more: Parameters) => el('button', { class: 'primary', type: 'button', onclick: () => {
        el('a', { href: address('picture', [...parameters, ...more, ['size', size.value]]), download: `${name}.png` }).click();
        shown.close();
    } }, part);
    const shown = dialog('Save a picture', 'save-dialog',
        el('p', { class: 'muted' }, 'A PNG file with the channels, colours, windows and labels as you see them. Small images are not enlarged.'),
        el('label', { class: 'row' }, el('span', {}, 'Longer side, at most'), size),
        el('div', { class: 'buttons' }, save('Whole image', []), save('What is on the screen', region)));
}

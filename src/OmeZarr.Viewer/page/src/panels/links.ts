import { api, sentence } from '../api/client';
import type { Links } from '../api/types';
import { el, fill } from '../core/dom';
import { copy, dialog } from '../core/notice';

/** Shows addresses of a node for other programs, to be copied. */
export async function showLinks(path: string): Promise<void> {
    const content = el('div', { class: 'links' }, 'Reading…');
    dialog('Open elsewhere', 'links-dialog', content);
    try {
        fill(content, ...shown(await api.links(path)));
    } catch (error) {
        fill(content, sentence(error));
    }
}

function shown(links: Links): Node[] {
    const origins = [['neuroglancer', links.neuroglancer], ['vizarr', links.vizarr]] as const;
    const missing = origins.map(([, url]) => new URL(url).origin).filter(origin => !links.allowed.includes(origin));
    const parts: Node[] = [
        entry('neuroglancer', 'One layer for each channel, in these colours.', links.neuroglancer),
        entry('vizarr', 'Images and plates in the browser.', links.vizarr),
        entry('napari', 'The command that opens it in napari.', links.napari),
        entry('Data', 'The address of the stored files, for programs that read Zarr over HTTP.', links.data),
    ];
    if (missing.length > 0) {
        parts.push(el('p', { class: 'hint' }, 'neuroglancer and vizarr are web pages. They may read from this viewer only if it was started with ',
            el('code', {}, missing.map(origin => `--allow-origin ${origin}`).join(' ')), '.'));
    }
    return parts;
}

function entry(name: string, description: string, text: string): HTMLElement {
    return el('div', { class: 'link' },
        el('div', {}, el('b', {}, name), el('div', { class: 'muted' }, description)),
        el('code', { class: 'link-text', title: text }, text),
        el('button', { type: 'button', 'aria-label': `Copy the address for ${name}`, onclick: () => void copy(text, `Address for ${name}`) }, 'Copy'));
}

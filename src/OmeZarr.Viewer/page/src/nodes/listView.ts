import { api } from '../api/client';
import type { ChildNode, TreeNode } from '../api/types';
import { nodeAddress } from '../core/address';
import { el, fill } from '../core/dom';
import { counted } from '../core/format';
import { icon } from '../core/icons';
import { facts } from '../panels/info';
import { FindingsPanel } from '../panels/findings';
import { section } from '../panels/section';
import { showName } from './names';
import { Thumbnails } from './thumbnails';
import { nodeTools } from './tools';
import type { View } from './view';

const nouns: Record<string, string> = { collection: 'image', labels: 'label image', well: 'field' };

/** The images of a collection, or what lies in any other group, as cards. */
export class ListView implements View {
    readonly element: HTMLElement;
    readonly tools;
    readonly keys = {};
    readonly #thumbnails: Thumbnails;
    readonly #findings: FindingsPanel;

    constructor(node: TreeNode) {
        const area = el('div', { class: 'cards-area' });
        this.tools = nodeTools(node.path);
        this.#thumbnails = new Thumbnails(area, 220);
        this.#findings = new FindingsPanel(node.path, node.findings);
        const noun = nouns[node.kind] ?? 'group';
        area.append(node.children.length === 0
            ? el('p', { class: 'empty-text' }, 'There is nothing to look at in this group.')
            : el('ul', { class: 'cards' }, ...node.children.map(child => this.#card(child))));
        this.element = el('div', { class: 'view list-view' }, area, el('aside', { class: 'panel', 'aria-label': 'About' },
            el('div', { class: 'panel-head' }, el('h1', {}, node.name), el('p', { class: 'muted' }, counted(node.children.length, noun))),
            section('About', {}, facts([['Kind', node.kind], ...(node.version === null ? [] : [['OME-Zarr', node.version] as [string, string]])])),
            this.#findings.element));
    }

    destroy(): void {
        this.#thumbnails.destroy();
        this.#findings.destroy();
    }

    #card(child: ChildNode): HTMLElement {
        const picture = el('span', { class: 'card-picture' });
        const name = el('span', { class: 'card-name', title: child.path }, child.name);
        this.#thumbnails.watch(picture, child.path, async signal => {
            const node = await api.node(child.path, signal);
            showName(name, child, node);
            const hasPicture = node.kind !== 'group' && node.kind !== 'labels';
            if (!hasPicture) {
                fill(picture, icon('layers', 34));
            }
            return hasPicture;
        });
        return el('li', {}, el('a', { class: 'card', href: nodeAddress(child.path), draggable: false }, picture, name));
    }
}

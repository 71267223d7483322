import { api } from '../api/client';
import type { ChildNode, Kind, Plate, TreeNode } from '../api/types';
import { nodeAddress } from '../core/address';
import { el } from '../core/dom';
import { showName } from './names';
import { Thumbnails } from './thumbnails';

/** The neighbours of an image: the fields of its well with a map of the plate, or the images of its collection. */
export class Strip {
    readonly element = el('nav', { class: 'strip', 'aria-label': 'Neighbours' });
    readonly #thumbnails = new Thumbnails(this.element, 128);
    #siblings: ChildNode[] = [];

    private constructor(private readonly path: string) {}

    /** Null for an image without neighbours. */
    static async load(path: string, parent: { path: string; kind: Kind } | null): Promise<Strip | null> {
        if (parent === null || !['well', 'collection', 'labels'].includes(parent.kind)) {
            return null;
        }
        const node = await api.node(parent.path);
        const plate = node.parent?.kind === 'plate' ? await api.node(node.parent.path) : null;
        if (node.children.length < 2 && plate === null) {
            return null;
        }
        const strip = new Strip(path);
        strip.#build(node, plate);
        return strip;
    }

    /** The address of the neighbour some steps on; null if there is none. */
    neighbour(steps: number): string | null {
        const at = this.#siblings.findIndex(child => child.path === this.path);
        const next = this.#siblings[at + steps];
        return next === undefined ? null : nodeAddress(next.path);
    }

    start(): void {
        this.element.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    }

    destroy(): void {
        this.#thumbnails.destroy();
    }

    #build(node: TreeNode, plate: TreeNode | null): void {
        this.#siblings = node.children;
        if (plate?.plate) {
            this.element.append(map(plate.plate, node.path, this.path.slice(node.path.length)));
        }
        const acquisitions = new Map(plate?.plate?.acquisitions.map(({ id, name }) => [id, name ?? `acquisition ${id}`]));
        let last: number | null | undefined;
        for (const child of this.#siblings) {
            if (child.acquisition != null && child.acquisition !== last && acquisitions.size > 1) {
                this.element.append(el('h2', {}, acquisitions.get(child.acquisition) ?? `acquisition ${child.acquisition}`));
            }
            last = child.acquisition;
            this.element.append(this.#entry(child, node.kind));
        }
    }

    #entry(child: ChildNode, kind: Kind): HTMLElement {
        const picture = el('span', { class: 'strip-picture' });
        const name = el('span', {}, kind === 'well' ? `field ${child.name}` : child.name);
        this.#thumbnails.watch(picture, child.path, kind === 'well' ? null : async signal => {
            showName(name, child, await api.node(child.path, signal));
            return true;
        });
        return el('a', { href: nodeAddress(child.path), class: 'strip-entry', draggable: false, 'aria-current': child.path === this.path ? 'page' : null }, picture, name);
    }
}

/** A small map of the plate; each well leads to its field of the same name. */
function map(plate: Plate, well: string, field: string): HTMLElement {
    const grid = el('div', { class: 'plate-map', 'aria-label': 'Wells' });
    grid.style.setProperty('--columns', String(plate.columns.length));
    for (const { path, row, column } of plate.wells) {
        const name = `${plate.rows[row]}${plate.columns[column]}`;
        const cell = el('a', { href: nodeAddress(path + field), title: name, 'aria-label': `Well ${name}`, 'aria-current': path === well ? 'true' : null });
        cell.style.gridRow = String(row + 1);
        cell.style.gridColumn = String(column + 1);
        grid.append(cell);
    }
    return grid;
}

import type { Plate, TreeNode, Well } from '../api/types';
import { nodeAddress } from '../core/address';
import { el } from '../core/dom';
import { counted } from '../core/format';
import { facts } from '../panels/info';
import { FindingsPanel } from '../panels/findings';
import { section } from '../panels/section';
import { Thumbnails } from './thumbnails';
import { nodeTools } from './tools';
import type { View } from './view';

const smallest = 14;
const largest = 360;
const margins = 64;

/** All wells of a plate at their places, with pictures of their first fields. */
export class PlateView implements View {
    readonly element: HTMLElement;
    readonly tools;
    readonly keys;
    readonly #grid: HTMLElement;
    readonly #area: HTMLElement;
    readonly #slider: HTMLInputElement;
    readonly #thumbnails: Thumbnails;
    readonly #findings: FindingsPanel;
    readonly #plate: Plate;
    readonly #cells = new Map<string, HTMLAnchorElement>();
    readonly #resized: ResizeObserver;
    #isChosen = false;

    constructor(node: TreeNode) {
        this.#plate = node.plate!;
        this.tools = nodeTools(node.path);
        this.keys = { '+': () => this.#choose(1.25), '-': () => this.#choose(0.8), '0': () => { this.#isChosen = false; this.#fit(); } };
        this.#findings = new FindingsPanel(node.path, node.findings);
        this.#grid = el('div', { class: 'plate-grid', role: 'grid', 'aria-label': `Plate ${node.name}`, onkeydown: (event: KeyboardEvent) => this.#move(event) });
        this.#area = el('div', { class: 'plate-area' }, this.#grid);
        this.#thumbnails = new Thumbnails(this.#area, 32);
        this.#slider = el('input', { type: 'range', min: String(smallest), max: String(largest), class: 'axis-slider', 'aria-label': 'Size of wells', oninput: () => { this.#isChosen = true; this.#resize(this.#slider.valueAsNumber); } });
        this.#resized = new ResizeObserver(() => this.#isChosen || this.#fit());
        this.#build();
        this.element = el('div', { class: 'view plate-view' }, this.#area, el('aside', { class: 'panel', 'aria-label': 'Plate' },
            el('div', { class: 'panel-head' }, el('h1', {}, node.name || 'Plate'), el('p', { class: 'muted' }, `${counted(this.#plate.wells.length, 'well')} of ${this.#plate.rows.length * this.#plate.columns.length}`)),
            section('Plate', {}, facts(this.#facts(node)), el('label', { class: 'row' }, el('span', { class: 'muted' }, 'Size'), this.#slider)),
            this.#findings.element));
    }

    start(): void {
        this.#fit();
        this.#resized.observe(this.#area);
    }

    destroy(): void {
        this.#resized.disconnect();
        this.#thumbnails.destroy();
        this.#findings.destroy();
    }

    #facts(node: TreeNode): [string, string][] {
        const { rows, columns, fieldCount, acquisitions } = this.#plate;
        return [
            ['Rows', `${rows.length}  (${range(rows)})`],
            ['Columns', `${columns.length}  (${range(columns)})`],
            ...(fieldCount === null ? [] : [['Fields', `up to ${fieldCount} in a well`] as [string, string]]),
            ...(acquisitions.length === 0 ? [] : [['Acquisitions', acquisitions.map(acquisition => acquisition.name ?? String(acquisition.id)).join(', ')] as [string, string]]),
            ...(node.version === null ? [] : [['OME-Zarr', node.version] as [string, string]]),
        ];
    }

    #build(): void {
        const { rows, columns, wells } = this.#plate;
        const at = new Map(wells.map(well => [`${well.row}/${well.column}`, well]));
        const heads = columns.map(name => el('div', { class: 'column-name', role: 'columnheader' }, name));
        this.#grid.append(el('div', { class: 'plate-row', role: 'row' }, el('div', { class: 'corner' }), ...heads));
        rows.forEach((name, row) => {
            const cells = columns.map((column, index) => this.#cell(at.get(`${row}/${index}`), name + column));
            this.#grid.append(el('div', { class: 'plate-row', role: 'row' }, el('div', { class: 'row-name', role: 'rowheader' }, name), ...cells));
        });
        const first = this.#cells.values().next().value;
        if (first) {
            first.tabIndex = 0;
        }
    }

    #cell(well: Well | undefined, name: string): HTMLElement {
        if (well === undefined) {
            return el('div', { class: 'well empty', role: 'gridcell' });
        }
        const cell = el('a', { class: 'well', role: 'gridcell', href: nodeAddress(well.path), title: name, 'aria-label': `Well ${name}`, tabIndex: -1, draggable: false });
        this.#cells.set(`${well.row}/${well.column}`, cell);
        this.#thumbnails.watch(cell, well.path);
        return cell;
    }

    /** Makes wells so large that the whole plate is seen, within limits. */
    #fit(): void {
        const { rows, columns } = this.#plate;
        const size = Math.min((this.#area.clientWidth - margins) / columns.length, (this.#area.clientHeight - margins) / rows.length);
        this.#resize(Math.floor(size) - (size > 40 ? 6 : 2));
    }

    #choose(factor: number): void {
        this.#isChosen = true;
        this.#resize(this.#slider.valueAsNumber * factor);
    }

    #resize(size: number): void {
        const used = Math.round(Math.min(largest, Math.max(smallest, size)));
        this.#slider.valueAsNumber = used;
        this.#slider.style.setProperty('--part', `${100 * (used - smallest) / (largest - smallest)}%`);
        this.#grid.style.setProperty('--well', `${used}px`);
        this.#grid.classList.toggle('dense', used <= 40);
        this.#thumbnails.resize(used);
    }

    /** The arrow keys go to the next well in their direction. */
    #move(event: KeyboardEvent): void {
        const steps: Record<string, [number, number]> = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
        const step = steps[event.key];
        const from = [...this.#cells].find(([, cell]) => cell === document.activeElement);
        if (step === undefined || from === undefined) {
            return;
        }
        event.preventDefault();
        let [row, column] = from[0].split('/').map(Number) as [number, number];
        do {
            row += step[0];
            column += step[1];
        } while (row >= 0 && column >= 0 && row < this.#plate.rows.length && column < this.#plate.columns.length && !this.#cells.has(`${row}/${column}`));
        const next = this.#cells.get(`${row}/${column}`);
        if (next) {
            from[1].tabIndex = -1;
            next.tabIndex = 0;
            next.focus();
        }
    }
}

function range(names: string[]): string {
    return names.length === 1 ? names[0]! : `${names[0]} – ${names[names.length - 1]}`;
}

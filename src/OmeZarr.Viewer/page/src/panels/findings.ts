import { api, isAbort, sentence } from '../api/client';
import type { Finding, Validation } from '../api/types';
import { el, fill } from '../core/dom';
import { counted } from '../core/format';
import { icon } from '../core/icons';
import { section } from './section';

/** What the validator says of a node and all below it, when it is asked; what was found on opening is there at once. */
export class FindingsPanel {
    readonly element: HTMLElement;
    readonly #content = el('div', { class: 'findings', 'aria-live': 'polite' });
    #request: AbortController | null = null;

    constructor(private readonly path: string, known: Finding[]) {
        const grave = known.filter(finding => finding.severity !== 'advice');
        this.element = section('Check', { open: grave.length > 0, extra: grave.length > 0 ? el('span', { class: 'badge' }, counted(grave.length, 'finding')) : null },
            el('button', { class: 'wide', type: 'button', onclick: () => void this.#run() }, icon('check', 15), 'Validate'), this.#content);
        fill(this.#content, ...known.map(shown));
    }

    destroy(): void {
        this.#request?.abort();
    }

    async #run(): Promise<void> {
        this.#request?.abort();
        this.#request = new AbortController();
        fill(this.#content, el('p', { class: 'muted' }, 'The validator reads the metadata of everything below…'));
        try {
            this.#show(await api.findings(this.path, this.#request.signal));
        } catch (error) {
            if (!isAbort(error)) {
                fill(this.#content, el('p', { class: 'finding error' }, sentence(error)));
            }
        }
    }

    #show(result: Validation): void {
        const counts = [counted(result.errors, 'error'), counted(result.warnings, 'warning'), counted(result.nodes, 'node')].join(', ');
        fill(this.#content,
            el('p', { class: `verdict ${result.valid ? 'valid' : 'invalid'}` }, icon(result.valid ? 'check' : 'warning', 16), result.valid ? 'Valid OME-Zarr' : 'Not valid OME-Zarr', el('span', { class: 'muted' }, counts)),
            ...result.findings.map(shown));
    }
}

function shown(finding: Finding): HTMLElement {
    const place = [finding.path, finding.location].filter(part => part).join(' ');
    return el('div', { class: `finding ${finding.severity}` },
        el('div', { class: 'finding-head' }, el('b', {}, finding.severity), el('code', {}, finding.rule)),
        el('div', {}, finding.message),
        place !== '' && el('div', { class: 'muted' }, place),
        finding.remedy && el('div', { class: 'remedy' }, finding.remedy));
}

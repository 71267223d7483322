import type { ImageInfo, TreeNode } from '../api/types';
import { imageAddress, nodeAddress, readPlace, readSettings } from '../core/address';
import { debounce, el } from '../core/dom';
import { icon } from '../core/icons';
import { notice } from '../core/notice';
import { Signal } from '../core/signal';
import type { Strip } from '../nodes/strip';
import { copyAddress, nodeTools } from '../nodes/tools';
import type { View } from '../nodes/view';
import { ChannelsPanel } from '../panels/channels';
import { FindingsPanel } from '../panels/findings';
import { infoSections } from '../panels/info';
import { LabelsPanel } from '../panels/labels';
import { showSave } from '../panels/save';
import type { Tool } from '../shell/header';
import type { Keys } from '../shell/keys';
import { AxesBar } from './axesBar';
import { ScaleBar } from './scaleBar';
import { pictureParameters, type Settings } from './settings';
import { Stage } from './stage';
import { StatusLine } from './status';

const panKey = 0.15;

/** An image or label image, with all its controls. */
export class ImageView implements View {
    readonly element: HTMLElement;
    readonly settings: Signal<Settings>;
    // Made when its element is in the page and has a size.
    #stage!: Stage;
    readonly #stageElement: HTMLElement;
    readonly #axes: AxesBar;
    readonly #scale: ScaleBar;
    readonly #status: StatusLine;
    readonly #channels: ChannelsPanel;
    readonly #labels: LabelsPanel;
    readonly #findings: FindingsPanel;
    readonly #progress = el('div', { class: 'progress' });
    readonly #stageArea: HTMLElement;
    readonly #remember = debounce(250, () => this.#writeAddress());
    #isMoved = false;
    #written = '';

    constructor(node: TreeNode, private readonly image: ImageInfo, private readonly strip: Strip | null, settings: Settings, private readonly query: URLSearchParams) {
        this.settings = new Signal(readSettings(query, image, settings));
        this.#axes = new AxesBar(image, this.settings, () => this.#stage.isComplete);
        this.#scale = new ScaleBar(image);
        this.#status = new StatusLine(image, () => this.settings.value);
        this.#channels = new ChannelsPanel(image, this.settings);
        this.#labels = new LabelsPanel(image, this.settings);
        this.#findings = new FindingsPanel(node.path, [...node.findings, ...image.findings]);
        this.#stageElement = el('div', { class: 'stage', role: 'application', tabIndex: 0, 'aria-label': `Picture of ${image.name}: drag or use the arrow keys to move, plus and minus to zoom` });
        this.#stageArea = el('section', { class: 'stage-area' }, this.#stageElement, this.#progress, this.#zoomTools(), el('div', { class: 'overlay' }, this.#scale.element, this.#axes.element), this.#status.element);
        this.element = el('div', { class: `view image-view${strip ? ' with-strip' : ''}` }, strip?.element, this.#stageArea, this.#panel());
    }

    get tools(): Tool[] {
        return [
            { icon: 'save', text: 'Save a picture (s)', action: () => this.#save() },
            ...nodeTools(this.image.path),
            { icon: 'panel', text: 'Panel on, off (p)', action: () => this.#togglePanel(), className: 'panel-tool' },
        ];
    }

    get keys(): Keys {
        const stage = this.#stage;
        const digits = Object.fromEntries([1, 2, 3, 4, 5, 6, 7, 8, 9].map(digit => [String(digit), () => this.#channels.toggle(digit - 1)]));
        return {
            ...digits,
            ArrowLeft: () => stage.panBy(-panKey, 0), ArrowRight: () => stage.panBy(panKey, 0), ArrowUp: () => stage.panBy(0, -panKey), ArrowDown: () => stage.panBy(0, panKey),
            '+': () => stage.zoomBy(1.5), '-': () => stage.zoomBy(1 / 1.5), '0': () => this.#fit(), '=': () => this.#actualSize(),
            '[': () => this.#axes.step('z', -1), ']': () => this.#axes.step('z', 1), ',': () => this.#axes.step('t', -1), '.': () => this.#axes.step('t', 1),
            ' ': () => this.#axes.togglePlay(),
            m: this.image.sizes.z > 1 ? () => this.settings.patch({ projection: !this.settings.value.projection }) : undefined,
            a: () => this.#channels.auto(),
            l: () => this.#labels.toggle(),
            o: () => this.settings.patch({ outline: !this.settings.value.outline }),
            p: () => this.#togglePanel(),
            s: () => this.#save(),
            c: copyAddress,
            f: () => void (document.fullscreenElement ? document.exitFullscreen() : this.#stageArea.requestFullscreen()),
            PageUp: () => this.#goNeighbour(-1), PageDown: () => this.#goNeighbour(1),
        };
    }

    start(): void {
        this.#stage = new Stage(this.#stageElement, this.image, {
            moved: () => this.#moved(),
            busy: unfinished => this.#progress.classList.toggle('busy', unfinished > 0),
            failed: message => notice(message, 'error'),
            pointed: pixel => this.#status.point(pixel),
            shown: () => this.element.dataset['shown'] = String(Number(this.element.dataset['shown'] ?? 0) + 1),
        });
        const place = readPlace(this.query);
        this.#isMoved = place !== null;
        this.#stage.show(pictureParameters(this.image, this.settings.value), place);
        this.settings.subscribe(() => {
            this.#stage.show(pictureParameters(this.image, this.settings.value));
            this.#status.refresh();
            this.#remember();
        });
        this.#stageArea.addEventListener('pointerdown', () => this.#isMoved = true);
        this.#stageArea.addEventListener('wheel', () => this.#isMoved = true, { passive: true });
        this.#written = window.location.hash;
        this.#channels.start();
        this.strip?.start();
    }

    restore(query: URLSearchParams): boolean {
        if (window.location.hash === this.#written) {
            return true;
        }
        this.#written = window.location.hash;
        this.settings.set(readSettings(query, this.image, this.settings.value));
        const place = readPlace(query);
        if (place !== null) {
            this.#stage.go(place);
        }
        return true;
    }

    repaint(): void {
        this.#channels.update();
    }

    destroy(): void {
        this.#axes.destroy();
        this.#findings.destroy();
        this.#stage.destroy();
        this.strip?.destroy();
    }

    #panel(): HTMLElement {
        const { image } = this;
        const size = `${image.sizes.x} × ${image.sizes.y}${image.sizes.z > 1 ? ` × ${image.sizes.z}` : ''}`;
        return el('aside', { class: 'panel', 'aria-label': 'Settings' },
            el('div', { class: 'panel-head' }, el('h1', {}, image.name), el('p', { class: 'muted' }, `${size} ${image.dataType}`)),
            image.kind === 'image' && this.#channels.element, this.#labels.element, ...infoSections(image), this.#findings.element);
    }

    #zoomTools(): HTMLElement {
        const button = (name: 'plus' | 'minus' | 'fit', text: string, action: () => void) =>
            el('button', { class: 'ghost', type: 'button', title: text, 'aria-label': text, onclick: action }, icon(name));
        return el('div', { class: 'zoom-tools' },
            button('plus', 'Zoom in (+)', () => { this.#isMoved = true; this.#stage.zoomBy(1.5); }), button('minus', 'Zoom out (−)', () => { this.#isMoved = true; this.#stage.zoomBy(1 / 1.5); }),
            button('fit', 'Show the whole image (0)', () => this.#fit()));
    }

    #moved(): void {
        const zoom = this.#stage.zoom;
        this.#scale.update(zoom);
        this.#status.zoom(zoom);
        this.#remember();
    }

    #fit(): void {
        this.#isMoved = false;
        this.#stage.fit();
        this.#remember();
    }

    #actualSize(): void {
        const place = this.#stage.place;
        if (place !== null) {
            this.#isMoved = true;
            this.#stage.go({ ...place, zoom: 1 });
        }
    }

    #save(): void {
        showSave(this.image.name, pictureParameters(this.image, this.settings.value), this.#stage);
    }

    #togglePanel(): void {
        this.element.classList.toggle('without-panel');
    }

    #goNeighbour(steps: number): void {
        const next = this.strip?.neighbour(steps);
        if (next) {
            window.location.hash = next;
        }
    }

    /** The place is written only if somebody moved the picture: on another screen the whole image fits differently. */
    #writeAddress(): void {
        const text = imageAddress(this.image, this.settings.value, this.#isMoved ? this.#stage.place : null);
        if (text !== window.location.hash && this.element.isConnected) {
            window.history.replaceState(null, '', text);
            this.#written = text;
        }
    }
}

/** The node above, for the key u. */
export function above(node: TreeNode): string | null {
    return node.path === '' ? null : nodeAddress(node.parent?.kind === 'well' ? node.parent.path.split('/').slice(0, -2).join('/') : node.parent?.path ?? '');
}

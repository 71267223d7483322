import OpenSeadragon from 'openseadragon';
import type { Parameters } from '../api/client';
import type { ImageInfo } from '../api/types';
import type { Place } from '../core/address';
import { TileQueue, Tiles } from './tiles';

const patience = 400;

/** One picture of the image on the stage. */
interface Layer {
    key: string;
    source: Tiles;
    item: OpenSeadragon.TiledImage | null;
}

export interface StageEvents {
    moved(): void;
    busy(unfinished: number): void;
    failed(message: string): void;
    pointed(pixel: { x: number; y: number } | null): void;
    shown(): void;
}

/**
 * The picture that can be moved and zoomed. When the settings change, the new picture is loaded behind the old one and takes its place when it is
 * complete, so that nothing flickers. While one loads, only the newest of the later wishes is kept.
 */
export class Stage {
    readonly viewer: OpenSeadragon.Viewer;
    readonly #queue: TileQueue;
    #front: Layer | null = null;
    #next: Layer | null = null;
    #wish: Parameters | null = null;
    #impatient = 0;

    constructor(element: HTMLElement, private readonly image: ImageInfo, private readonly events: StageEvents) {
        this.#queue = new TileQueue((unfinished, error) => {
            events.busy(unfinished);
            if (error !== null) {
                events.failed(error);
                this.#promote();
            }
        });
        this.viewer = OpenSeadragon({
            element,
            drawer: 'canvas',
            showNavigationControl: false,
            imageLoaderLimit: 0,
            maxTilesPerFrame: 8,
            timeout: 600_000,
            immediateRender: true,
            imageSmoothingEnabled: true,
            gestureSettingsMouse: { clickToZoom: false, dblClickToZoom: true },
            gestureSettingsTouch: { clickToZoom: false, dblClickToZoom: true, pinchRotate: false },
            gestureSettingsPen: { clickToZoom: false, dblClickToZoom: true },
            animationTime: 0.45,
            springStiffness: 9,
            zoomPerScroll: 1.3,
            maxZoomPixelRatio: 40,
            minZoomImageRatio: 0.5,
            visibilityRatio: 0.25,
            preserveImageSizeOnResize: true,
            crossOriginPolicy: false,
        } as OpenSeadragon.Options);
        // OpenSeadragon draws tiles one pixel too large, so that no seams are seen. Where pixels of the image lie on pixels of the screen there are none, and the picture is exact.
        (this.viewer.drawer as unknown as { minimumOverlapRequired(): boolean }).minimumOverlapRequired = () => !this.#isAligned;
        this.viewer.addHandler('canvas-key', (event: { preventDefaultAction: boolean }) => { event.preventDefaultAction = true; });
        this.viewer.addHandler('animation', () => this.#moved());
        this.viewer.addHandler('animation-finish', () => this.#moved());
        this.viewer.addHandler('resize', () => this.#moved());
        this.#watchPointer(element);
    }

    /** Shows a picture. The first one goes to a place, or shows the whole image. */
    show(parameters: Parameters, place: Place | null = null): void {
        const key = JSON.stringify(parameters);
        if (this.#front === null && this.#next === null) {
            this.#load(parameters, place);
        } else if ((this.#next ?? this.#front)!.key === key) {
            this.#wish = null;
        } else if (this.#next === null) {
            this.#load(parameters, null);
        } else {
            this.#wish = parameters;
            window.clearTimeout(this.#impatient);
            this.#impatient = window.setTimeout(() => this.#giveUp(), patience);
        }
    }

    /** Whether the picture of the newest settings is complete. */
    get isComplete(): boolean {
        return this.#next === null && this.#wish === null && this.#front?.item?.getFullyLoaded() === true;
    }

    get place(): Place | null {
        const item = this.#front?.item;
        if (!item) {
            return null;
        }
        const centre = item.viewportToImageCoordinates(this.viewer.viewport.getCenter(false));
        return { x: centre.x, y: centre.y, zoom: this.#zoom(false) };
    }

    /** The zoom that is seen now, also while it changes. */
    get zoom(): number {
        return this.#front?.item ? this.#zoom(true) : 1;
    }

    /** The part of the image that is seen, in pixels of full resolution. */
    get region(): { x: number; y: number; width: number; height: number } | null {
        const item = this.#front?.item;
        if (!item) {
            return null;
        }
        const seen = item.viewportToImageRectangle(this.viewer.viewport.getBounds(false));
        const x = Math.max(0, Math.floor(seen.x));
        const y = Math.max(0, Math.floor(seen.y));
        const right = Math.min(this.image.sizes.x, Math.ceil(seen.x + seen.width));
        const bottom = Math.min(this.image.sizes.y, Math.ceil(seen.y + seen.height));
        return right > x && bottom > y ? { x, y, width: right - x, height: bottom - y } : null;
    }

    go(place: Place, immediately = false): void {
        const item = this.#front?.item;
        if (item) {
            const viewport = this.viewer.viewport;
            viewport.zoomTo(item.imageToViewportZoom(place.zoom), undefined, immediately);
            viewport.panTo(item.imageToViewportCoordinates(place.x, place.y), immediately);
            this.#moved();
        }
    }

    fit(): void {
        this.viewer.viewport.goHome(false);
    }

    zoomBy(factor: number): void {
        this.viewer.viewport.zoomBy(factor);
        this.viewer.viewport.applyConstraints();
    }

    /** Moves by a part of what is seen. */
    panBy(x: number, y: number): void {
        const bounds = this.viewer.viewport.getBounds(false);
        this.viewer.viewport.panBy(new OpenSeadragon.Point(x * bounds.width, y * bounds.height));
        this.viewer.viewport.applyConstraints();
    }

    destroy(): void {
        window.clearTimeout(this.#impatient);
        this.#queue.keep(() => false);
        this.viewer.destroy();
    }

    /** Whether each pixel of the image covers whole pixels of the screen. */
    get #isAligned(): boolean {
        const density = window.devicePixelRatio || 1;
        const corner = this.viewer.viewport.pixelFromPoint(new OpenSeadragon.Point(0, 0), true);
        return [this.zoom * density, corner.x * density, corner.y * density].every(value => Math.abs(value - Math.round(value)) < 1e-3);
    }

    #zoom(current: boolean): number {
        return this.#front!.item!.viewportToImageZoom(this.viewer.viewport.getZoom(current));
    }

    #load(parameters: Parameters, place: Place | null): void {
        const layer: Layer = { key: JSON.stringify(parameters), source: new Tiles(this.image, parameters, this.#queue), item: null };
        const isFirst = this.#front === null;
        if (isFirst) {
            this.#front = layer;
        } else {
            this.#next = layer;
        }
        this.viewer.addTiledImage({
            tileSource: layer.source,
            opacity: isFirst ? 1 : 0,
            preload: true,
            success: (event: Event) => {
                const item = (event as unknown as { item: OpenSeadragon.TiledImage }).item;
                layer.item = item;
                if (layer !== this.#front && layer !== this.#next) {
                    this.viewer.world.removeItem(item);
                    return;
                }
                if (isFirst && place !== null) {
                    this.go(place, true);
                }
                item.addHandler('fully-loaded-change', (change: { fullyLoaded: boolean }) => change.fullyLoaded && this.#loaded(layer));
                if (item.getFullyLoaded()) {
                    this.#loaded(layer);
                }
                this.#moved();
            },
        } as unknown as OpenSeadragon.TileSourceSpecifier);
    }

    #loaded(layer: Layer): void {
        if (layer === this.#next) {
            this.#promote();
        } else if (layer === this.#front) {
            this.events.shown();
        }
    }

    /** Puts the next picture in front; tiles that could not be loaded stay empty. */
    #promote(): void {
        if (this.#next?.item) {
            const old = this.#front!;
            this.#front = this.#next;
            this.#next = null;
            this.#front.item!.setOpacity(1);
            this.#remove(old);
            this.events.shown();
        }
        this.#grant();
    }

    #giveUp(): void {
        if (this.#wish !== null && this.#next !== null) {
            const old = this.#next;
            this.#next = null;
            this.#remove(old);
            this.#grant();
        }
    }

    #grant(): void {
        if (this.#wish !== null && this.#next === null) {
            const parameters = this.#wish;
            this.#wish = null;
            if (JSON.stringify(parameters) !== this.#front?.key) {
                this.#load(parameters, null);
            }
        }
    }

    #remove(layer: Layer): void {
        if (layer.item) {
            this.viewer.world.removeItem(layer.item);
        }
        this.#queue.keep(source => source !== layer.source);
    }

    #moved(): void {
        this.viewer.drawer?.setImageSmoothingEnabled(this.zoom < 2);
        this.#dropUnseen();
        this.events.moved();
    }

    /** Downloads for places that are not on the screen any more are given up. */
    #dropUnseen(): void {
        const bounds = this.viewer.viewport.getBoundsWithMargins(false);
        const now = this.viewer.viewport.getBoundsWithMargins(true);
        this.#queue.keep((_, tile) => overlaps(tile.bounds, bounds) || overlaps(tile.bounds, now));
    }

    #watchPointer(element: HTMLElement): void {
        element.addEventListener('pointermove', event => {
            const item = this.#front?.item;
            if (item && event.pointerType !== 'touch') {
                const box = element.getBoundingClientRect();
                const point = this.viewer.viewport.pointFromPixel(new OpenSeadragon.Point(event.clientX - box.x, event.clientY - box.y), true);
                const pixel = item.viewportToImageCoordinates(point);
                const isInside = pixel.x >= 0 && pixel.y >= 0 && pixel.x < this.image.sizes.x && pixel.y < this.image.sizes.y;
                this.events.pointed(isInside ? { x: Math.floor(pixel.x), y: Math.floor(pixel.y) } : null);
            }
        });
        element.addEventListener('pointerleave', () => this.events.pointed(null));
    }
}

function overlaps(a: OpenSeadragon.Rect, b: OpenSeadragon.Rect): boolean {
    return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

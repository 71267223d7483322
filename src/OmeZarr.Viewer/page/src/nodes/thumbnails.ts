import { address, isAbort, request } from '../api/client';
import { el } from '../core/dom';

const mostAtOnce = 6;
const sizes = [32, 64, 128, 256, 512];

/** Is called when a place is seen for the first time; returns whether there is a picture to load. */
export type Prepare = (signal: AbortSignal) => Promise<boolean>;

interface Watched {
    path: string;
    prepare: Prepare | null;
}

interface Wish extends Watched {
    place: HTMLElement;
    abort: AbortController;
}

/** Loads thumbnails of what is on the screen, a few at a time, and gives up those that leave it. */
export class Thumbnails {
    readonly #observer: IntersectionObserver;
    readonly #watched = new Map<Element, Watched>();
    readonly #wishes = new Map<Element, Wish>();
    readonly #addresses: string[] = [];
    #running = 0;

    constructor(root: HTMLElement | null, private size: number) {
        this.#observer = new IntersectionObserver(entries => this.#see(entries), { root, rootMargin: '120px' });
    }

    /** Fills an element with the picture of a node when it is seen. */
    watch(place: HTMLElement, path: string, prepare: Prepare | null = null): void {
        this.#watched.set(place, { path, prepare });
        this.#observer.observe(place);
    }

    /** Pictures of another size are loaded for what is seen, if these are larger than what is there. */
    resize(size: number): void {
        if (sizeFor(size) > sizeFor(this.size)) {
            this.size = size;
            for (const place of this.#watched.keys()) {
                this.#observer.unobserve(place);
                this.#observer.observe(place);
            }
        }
    }

    destroy(): void {
        this.#observer.disconnect();
        this.#wishes.forEach(wish => wish.abort.abort());
        this.#addresses.forEach(URL.revokeObjectURL);
    }

    #see(entries: IntersectionObserverEntry[]): void {
        for (const { target, isIntersecting } of entries) {
            const place = target as HTMLElement;
            if (!isIntersecting) {
                this.#wishes.get(place)?.abort.abort();
                this.#wishes.delete(place);
            } else if (Number(place.dataset['loaded'] ?? 0) < sizeFor(this.size) && !this.#wishes.has(place)) {
                this.#wishes.set(place, { ...this.#watched.get(place)!, place, abort: new AbortController() });
            }
        }
        this.#next();
    }

    #next(): void {
        for (const wish of this.#wishes.values()) {
            if (this.#running >= mostAtOnce) {
                return;
            }
            if (wish.place.dataset['state'] !== 'loading') {
                void this.#load(wish);
            }
        }
    }

    async #load(wish: Wish): Promise<void> {
        const { place, path, prepare, abort } = wish;
        const size = sizeFor(this.size);
        this.#running++;
        place.dataset['state'] = 'loading';
        try {
            if (prepare !== null && !await prepare(abort.signal)) {
                place.dataset['state'] = 'empty';
                place.dataset['loaded'] = String(sizes[sizes.length - 1]);
                return;
            }
            const answer = await request(address('thumbnail', [['path', path], ['size', size]]), abort.signal);
            const url = URL.createObjectURL(await answer.blob());
            this.#addresses.push(url);
            place.dataset['state'] = 'shown';
            place.dataset['loaded'] = String(size);
            show(place, url);
        } catch (error) {
            place.dataset['state'] = isAbort(error) ? '' : 'failed';
            if (!isAbort(error)) {
                place.dataset['loaded'] = String(size);
                place.title = `${place.title === '' ? '' : `${place.title}: `}${error instanceof Error ? error.message : ''}`;
            }
        } finally {
            this.#running--;
            if (this.#wishes.get(place) === wish) {
                this.#wishes.delete(place);
            }
            this.#next();
        }
    }
}

function show(place: HTMLElement, url: string): void {
    const image = place.querySelector('img') ?? place.appendChild(el('img', { alt: '', draggable: false }));
    image.src = url;
}

/** The size to ask for, so that pictures are not blurred on the screen. */
function sizeFor(pixels: number): number {
    const wanted = pixels * Math.min(2, window.devicePixelRatio || 1);
    return sizes.find(size => size >= wanted) ?? sizes[sizes.length - 1]!;
}

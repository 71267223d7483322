import OpenSeadragon from 'openseadragon';
import { address, isAbort, request, sentence, type Parameters } from '../api/client';
import type { ImageInfo } from '../api/types';

const mostAtOnce = 6;

/** What OpenSeadragon hands over when it wants a tile. */
interface Job {
    src: string;
    tile: OpenSeadragon.Tile & { loading: boolean };
    jobId: number | null;
    finish(data: Blob, request: null, type: string): void;
    fail(message: string, request: null): void;
}

interface Download {
    job: Job;
    source: Tiles;
    abort: AbortController;
}

/**
 * Fetches tiles, a few at a time, the newest wish first. OpenSeadragon never gives up a request that it has begun; this queue does,
 * so that the server works for what is on the screen.
 */
export class TileQueue {
    readonly #running = new Set<Download>();
    #waiting: Download[] = [];

    /** Called when the number of unfinished downloads changes, and with an error if one failed. */
    constructor(private readonly changed: (unfinished: number, error: string | null) => void) {}

    add(job: Job, source: Tiles): void {
        this.#waiting.push({ job, source, abort: new AbortController() });
        this.#next();
    }

    /** Gives up what is no longer wanted. */
    keep(wanted: (source: Tiles, tile: OpenSeadragon.Tile) => boolean): void {
        const isWanted = (download: Download) => wanted(download.source, download.job.tile);
        this.#waiting = this.#waiting.filter(download => isWanted(download) || forget(download));
        for (const download of [...this.#running].filter(download => !isWanted(download))) {
            this.#running.delete(download);
            forget(download);
        }
        this.#next();
    }

    #next(): void {
        while (this.#running.size < mostAtOnce && this.#waiting.length > 0) {
            void this.#fetch(this.#waiting.pop()!);
        }
        this.changed(this.#running.size + this.#waiting.length, null);
    }

    async #fetch(download: Download): Promise<void> {
        this.#running.add(download);
        try {
            const answer = await request(download.job.src, download.abort.signal);
            const blob = await answer.blob();
            if (this.#running.delete(download)) {
                download.job.finish(blob, null, 'rasterBlob');
            }
        } catch (error) {
            if (this.#running.delete(download) && !isAbort(error)) {
                forget(download);
                (download.job.tile as unknown as { exists: boolean }).exists = false;
                this.changed(this.#running.size + this.#waiting.length, sentence(error));
            }
        }
        this.#next();
    }
}

/** Lets OpenSeadragon ask for the tile again when it is needed. Always false. */
function forget({ job, abort }: Download): false {
    abort.abort();
    window.clearTimeout(job.jobId ?? undefined);
    job.jobId = null;
    job.tile.loading = false;
    return false;
}

/** The tiles of one state of an image: channels, plane, labels. */
export class Tiles extends OpenSeadragon.TileSource {
    constructor(image: ImageInfo, private readonly parameters: Parameters, private readonly queue: TileQueue) {
        const { width, height, tileSize, maxLevel } = image.pyramid;
        const whole = Math.ceil(Math.log2(Math.max(width, height) / tileSize));
        super({ width, height, tileSize, tileOverlap: 0, maxLevel, minLevel: Math.max(0, maxLevel - Math.max(0, whole)) } as OpenSeadragon.TileSourceOptions);
    }

    override getTileUrl(level: number, x: number, y: number): string {
        return address('tile', [...this.parameters, ['level', level], ['x', x], ['y', y]]);
    }

    override downloadTileStart(job: Job): void {
        this.queue.add(job, this);
    }

    override downloadTileAbort(): void {
        // Only TileQueue gives up downloads.
    }
}

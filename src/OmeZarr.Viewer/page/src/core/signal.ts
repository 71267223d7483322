/** A value that tells others when it changes. */
export class Signal<T> {
    #value: T;
    readonly #listeners = new Set<(value: T, before: T) => void>();

    constructor(value: T) {
        this.#value = value;
    }

    get value(): T {
        return this.#value;
    }

    set(value: T): void {
        const before = this.#value;
        this.#value = value;
        if (before !== value) {
            for (const listener of [...this.#listeners]) {
                listener(value, before);
            }
        }
    }

    /** Changes some members. */
    patch(part: Partial<T>): void {
        this.set({ ...this.#value, ...part });
    }

    /** Calls a function at each change, until the returned function is called. */
    subscribe(listener: (value: T, before: T) => void): () => void {
        this.#listeners.add(listener);
        return () => this.#listeners.delete(listener);
    }
}

import type { Keys } from '../shell/keys';
import type { Tool } from '../shell/header';

/** What is shown below the header. */
export interface View {
    readonly element: HTMLElement;
    readonly tools: Tool[];
    readonly keys: Keys;
    /** Called when the element is in the page. */
    start?(): void;
    /** The theme was switched. */
    repaint?(): void;
    /** Another address of the same node; returns whether the view shows it itself. */
    restore?(query: URLSearchParams): boolean;
    destroy(): void;
}

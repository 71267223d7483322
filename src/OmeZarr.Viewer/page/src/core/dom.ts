/** What an element gets besides its children: properties, attributes (`aria-…`, `data-…`), and listeners as `onclick`, `oninput`, …. */
export type Properties = Record<string, unknown>;

export type Child = Node | string | null | undefined | false;

/** Makes an element. */
export function el<K extends keyof HTMLElementTagNameMap>(tag: K, properties: Properties = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(properties)) {
        apply(element, name, value);
    }
    append(element, children);
    return element;
}

/** Replaces the children of an element. */
export function fill(element: Element, ...children: Child[]): void {
    element.replaceChildren();
    append(element, children);
}

function append(element: Element, children: Child[]): void {
    for (const child of children) {
        if (child !== null && child !== undefined && child !== false) {
            element.append(child);
        }
    }
}

function apply(element: HTMLElement, name: string, value: unknown): void {
    if (value === null || value === undefined || value === false) {
        return;
    }
    if (typeof value === 'function') {
        element.addEventListener(name.slice(2), value as EventListener);
    } else if (name === 'class') {
        element.className = String(value);
    } else if (name in element && !name.startsWith('aria')) {
        (element as unknown as Record<string, unknown>)[name] = value;
    } else {
        element.setAttribute(name, value === true ? '' : String(value));
    }
}

/** Calls a function once, some time after the last of several calls. */
export function debounce<A extends unknown[]>(milliseconds: number, action: (...args: A) => void): (...args: A) => void {
    let timer = 0;
    return (...args: A) => {
        window.clearTimeout(timer);
        timer = window.setTimeout(() => action(...args), milliseconds);
    };
}

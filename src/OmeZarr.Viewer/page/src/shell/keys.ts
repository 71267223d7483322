/** What each key does; returns whether it did something. */
export type Keys = Record<string, (() => void) | undefined>;

/** Listens to keys unless somebody writes, or a control uses the key itself. */
export function listen(keys: () => Keys): void {
    document.addEventListener('keydown', event => {
        if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]') !== null || isUsed(event)) {
            return;
        }
        const act = keys()[event.key];
        if (act !== undefined) {
            event.preventDefault();
            act();
        }
    });
}

function isUsed(event: KeyboardEvent): boolean {
    const target = event.target as HTMLElement;
    if (target instanceof HTMLInputElement) {
        return target.type === 'range' ? /^(Arrow|Page|Home|End)/.test(event.key) : target.type !== 'checkbox' || event.key === ' ';
    }
    return target instanceof HTMLSelectElement
        || (event.key === ' ' && /^(BUTTON|SUMMARY|A)$/.test(target.tagName))
        || (/^(Arrow|Home|End|Page)/.test(event.key) && target.closest('.plate-grid, .document') !== null);
}

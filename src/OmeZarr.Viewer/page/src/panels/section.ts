import { el, type Child } from '../core/dom';

/** A part of the panel that folds. */
export function section(title: string, options: { open?: boolean; extra?: Child; onopen?: () => void }, ...content: Child[]): HTMLDetailsElement {
    const body = el('div', { class: 'section-content' }, ...content);
    const shown = el('details', { class: 'section', open: options.open ?? true },
        el('summary', {}, el('span', { class: 'section-title' }, title), options.extra), body);
    if (options.onopen) {
        let isFirst = true;
        shown.addEventListener('toggle', () => {
            if (shown.open && isFirst) {
                isFirst = false;
                options.onopen!();
            }
        });
    }
    return shown;
}

/** A small button of the panel. */
export function action(text: string, title: string, onclick: (event: Event) => void): HTMLButtonElement {
    return el('button', { class: 'small', type: 'button', title, onclick: (event: Event) => { event.preventDefault(); onclick(event); } }, text);
}

import { el } from './dom';
import { icon } from './icons';

/** Shows a sentence for a few seconds; screen readers read it aloud. */
export function notice(text: string, kind: 'plain' | 'error' = 'plain'): void {
    const area = document.querySelector('.notices') ?? document.body.appendChild(el('div', { class: 'notices', role: 'status', 'aria-live': 'polite' }));
    if ([...area.children].some(shown => shown.textContent === text)) {
        return;
    }
    const shown = el('div', { class: `notice ${kind}` }, kind === 'error' && icon('warning', 16), el('span', {}, text));
    area.append(shown);
    window.setTimeout(() => shown.remove(), kind === 'error' ? 8000 : 2500);
}

/** Copies a text and says so. */
export async function copy(text: string, what: string): Promise<void> {
    try {
        await navigator.clipboard.writeText(text);
        notice(`${what} copied`);
    } catch {
        window.prompt(`Copy ${what.toLowerCase()}:`, text);
    }
}

/** Opens a dialog that Escape, its button or a click beside it closes. */
export function dialog(title: string, className: string, ...content: (Node | string)[]): HTMLDialogElement {
    const close = el('button', { class: 'ghost', type: 'button', 'aria-label': 'Close', onclick: () => shown.close() }, icon('close'));
    const shown = el('dialog', { class: `dialog ${className}`, 'aria-label': title },
        el('header', {}, el('h2', {}, title), close), el('div', { class: 'dialog-content' }, ...content));
    shown.addEventListener('click', event => {
        if (event.target === shown) {
            shown.close();
        }
    });
    shown.addEventListener('close', () => shown.remove());
    document.body.append(shown);
    shown.showModal();
    return shown;
}

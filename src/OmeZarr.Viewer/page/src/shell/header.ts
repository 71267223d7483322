import { nodeAddress } from '../core/address';
import { el, fill } from '../core/dom';
import { icon, type IconName } from '../core/icons';
import { switchTheme, theme } from '../core/theme';

export interface Tool {
    icon: IconName;
    text: string;
    action: () => void;
    className?: string;
}

/** The bar above everything: where we are, and what can be done with it. */
export class Header {
    readonly element = el('header', { class: 'header' });
    readonly #path = el('nav', { class: 'path', 'aria-label': 'Place in the store' });
    readonly #tools = el('div', { class: 'tools' });
    readonly #theme: HTMLButtonElement;

    constructor(private readonly store: { name: string; location: string }, private readonly onTheme: () => void) {
        this.#theme = el('button', { class: 'ghost', type: 'button', onclick: () => { switchTheme(); this.updateTheme(); this.onTheme(); } });
        this.element.append(el('span', { class: 'mark', 'aria-hidden': 'true' }), this.#path, this.#tools);
        this.updateTheme();
    }

    show(path: string, tools: Tool[]): void {
        const parts = path === '' ? [] : path.split('/');
        const links = parts.map((part, at) => at === parts.length - 1
            ? el('span', { class: 'here', 'aria-current': 'page' }, part)
            : el('a', { href: nodeAddress(parts.slice(0, at + 1).join('/')) }, part));
        const root = parts.length === 0
            ? el('span', { class: 'here', 'aria-current': 'page', title: this.store.location }, this.store.name)
            : el('a', { href: '#/', title: this.store.location }, this.store.name);
        fill(this.#path, root, ...links.flatMap(link => [el('span', { class: 'slash', 'aria-hidden': 'true' }, '/'), link]));
        fill(this.#tools, ...tools.map(button), this.#theme);
    }

    updateTheme(): void {
        const other = theme() === 'dark' ? 'light' : 'dark';
        fill(this.#theme, icon(theme() === 'dark' ? 'sun' : 'moon'));
        this.#theme.title = `Show it ${other}`;
        this.#theme.setAttribute('aria-label', this.#theme.title);
    }
}

function button(tool: Tool): HTMLElement {
    return el('button', { class: `ghost ${tool.className ?? ''}`, type: 'button', title: tool.text, 'aria-label': tool.text, onclick: tool.action }, icon(tool.icon));
}

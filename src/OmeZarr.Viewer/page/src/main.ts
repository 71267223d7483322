import { api, sentence } from './api/client';
import type { Root, TreeNode } from './api/types';
import { nodeAddress, readAddress } from './core/address';
import { el, fill } from './core/dom';
import { icon } from './core/icons';
import { startTheme } from './core/theme';
import { above, ImageView } from './image/imageView';
import { carried, defaults, type Settings } from './image/settings';
import { ListView } from './nodes/listView';
import { PlateView } from './nodes/plateView';
import { Strip } from './nodes/strip';
import type { View } from './nodes/view';
import { Header } from './shell/header';
import { showHelp } from './shell/help';
import { listen, type Keys } from './shell/keys';

/** Shows the node that the address names, and follows the address. */
class Application {
    readonly #main = el('main', { class: 'main' });
    readonly #header: Header;
    #view: View | null = null;
    #node: TreeNode | null = null;
    #plate: string | null = null;
    #carried: Settings | null = null;
    #turn = 0;

    constructor(private readonly root: Root) {
        this.#header = new Header(root, () => this.#view?.repaint?.());
        startTheme(() => { this.#header.updateTheme(); this.#view?.repaint?.(); });
        document.body.replaceChildren(this.#header.element, this.#main);
        window.addEventListener('hashchange', () => void this.#follow());
        listen(() => this.#keys());
        void this.#follow();
    }

    async #follow(): Promise<void> {
        const { path, query } = readAddress(window.location.hash);
        if (this.#node?.path === path && this.#view?.restore?.(query)) {
            return;
        }
        const turn = ++this.#turn;
        this.#main.classList.add('loading');
        try {
            const node = path === '' ? this.root.node : await api.node(path);
            const shown = await this.#open(node, query);
            if (turn === this.#turn && shown !== null) {
                this.#show(shown.node, shown.view);
            } else {
                shown?.view.destroy();
            }
        } catch (error) {
            if (turn === this.#turn) {
                this.#fail(path, sentence(error));
            }
        }
    }

    /** The view of a node; null if the address now names another one. */
    async #open(node: TreeNode, query: URLSearchParams): Promise<{ node: TreeNode; view: View } | null> {
        if (node.kind === 'well' && node.children[0] !== undefined) {
            window.location.replace(nodeAddress(node.children[0].path));
            return null;
        }
        if (node.kind === 'image' || node.kind === 'label') {
            const [image, strip] = await Promise.all([api.image(node.path), Strip.load(node.path, node.parent)]);
            const isField = this.#carried !== null && this.#plate !== null && this.#plate === plateOf(node);
            return { node, view: new ImageView(node, image, strip, isField ? carried(this.#carried!, image) : defaults(image), query) };
        }
        return { node, view: node.kind === 'plate' && node.plate !== null ? new PlateView(node) : new ListView(node) };
    }

    #show(node: TreeNode, view: View): void {
        this.#leave();
        this.#view = view;
        this.#node = node;
        this.#plate = plateOf(node);
        document.title = `${node.path === '' ? this.root.name : `${node.path} – ${this.root.name}`}`;
        this.#header.show(node.path, [...view.tools, { icon: 'help', text: 'Help (?)', action: () => showHelp(this.root.program) }]);
        this.#main.classList.remove('loading');
        fill(this.#main, view.element);
        view.start?.();
    }

    #fail(path: string, message: string): void {
        this.#leave();
        this.#node = null;
        this.#header.show(path, []);
        this.#main.classList.remove('loading');
        fill(this.#main, el('div', { class: 'failure', role: 'alert' }, icon('warning', 40), el('h1', {}, 'This cannot be shown'), el('p', {}, message), path !== '' && el('a', { href: '#/' }, 'Back to the start')));
    }

    /** What an image view showed is kept for the other fields of its plate. */
    #leave(): void {
        if (this.#view instanceof ImageView) {
            this.#carried = this.#view.settings.value;
        }
        this.#view?.destroy();
        this.#view = null;
    }

    #keys(): Keys {
        const up = this.#node === null ? null : above(this.#node);
        return { '?': () => showHelp(this.root.program), u: up === null ? undefined : () => { window.location.hash = up; }, ...this.#view?.keys };
    }
}

/** The plate of a field, whose other fields are compared with it; null for other nodes. */
function plateOf(node: TreeNode): string | null {
    return node.parent?.kind === 'well' ? node.parent.path.split('/').slice(0, -2).join('/') : null;
}

try {
    new Application(await api.root());
} catch (error) {
    startTheme(() => undefined);
    document.body.replaceChildren(el('div', { class: 'failure', role: 'alert' }, icon('warning', 40), el('h1', {}, 'This cannot be shown'), el('p', {}, sentence(error))));
}

import type { ChildNode, TreeNode } from '../api/types';
import { el, fill } from '../core/dom';

/** Shows the name that the metadata give a node, with its path beside it if that is something else. */
export function showName(place: HTMLElement, child: ChildNode, node: TreeNode): void {
    if (node.name !== '' && node.name !== child.name) {
        place.title = `${node.name} (${child.path})`;
        fill(place, node.name, ' ', el('span', { class: 'muted node-path' }, child.name));
    }
}

import { copy } from '../core/notice';
import { showDocuments } from '../panels/documents';
import { showLinks } from '../panels/links';
import type { Tool } from '../shell/header';

/** What can be done with every node. */
export function nodeTools(path: string): Tool[] {
    return [
        { icon: 'document', text: 'Metadata', action: () => void showDocuments(path) },
        { icon: 'open', text: 'Open in neuroglancer, vizarr, napari', action: () => void showLinks(path) },
        { icon: 'link', text: 'Copy the address of this view (c)', action: copyAddress },
    ];
}

export function copyAddress(): void {
    void copy(window.location.href, 'Address');
}

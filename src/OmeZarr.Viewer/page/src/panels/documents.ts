import { api, sentence } from '../api/client';
import { el, fill } from '../core/dom';
import { copy, dialog } from '../core/notice';

/** Shows the stored metadata of a node and its levels. */
export async function showDocuments(path: string): Promise<void> {
    const tabs = el('div', { class: 'tabs', role: 'tablist', 'aria-label': 'Documents' });
    const text = el('pre', { class: 'document', tabIndex: 0 });
    const area = dialog('Metadata', 'documents', tabs, text);
    try {
        const { documents } = await api.metadata(path);
        const show = (at: number) => {
            [...tabs.children].forEach((tab, index) => tab.setAttribute('aria-selected', String(index === at)));
            fill(text, ...coloured(documents[at]!.text));
            text.scrollTop = 0;
        };
        fill(tabs, ...documents.map(({ name }, at) => el('button', { type: 'button', role: 'tab', onclick: () => show(at) }, name)));
        area.append(el('footer', {}, el('button', { type: 'button', onclick: () => void copy(text.textContent ?? '', 'Document') }, 'Copy')));
        if (documents.length > 0) {
            show(0);
        }
    } catch (error) {
        fill(text, sentence(error));
    }
}

/** The parts of a JSON text in colours; a text that is no JSON is shown as it is. */
function coloured(text: string): (Node | string)[] {
    const parts: (Node | string)[] = [];
    let end = 0;
    for (const match of text.matchAll(/("(?:[^"\\]|\\.)*")(\s*:)?|-?\b\d[\d.eE+-]*\b|\b(?:true|false|null)\b/g)) {
        parts.push(text.slice(end, match.index));
        const kind = match[2] !== undefined ? 'name' : match[1] !== undefined ? 'text' : 'number';
        parts.push(el('span', { class: `json-${kind}` }, match[1] ?? match[0]), match[2] ?? '');
        end = match.index + match[0].length;
    }
    return [...parts, text.slice(end)];
}

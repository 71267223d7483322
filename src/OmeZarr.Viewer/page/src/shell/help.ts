import { el } from '../core/dom';
import { dialog } from '../core/notice';

const keys: [string, [string, string][]][] = [
    ['Move', [['← ↑ → ↓', 'move'], ['+  −', 'zoom in, zoom out'], ['0', 'show the whole image'], ['=', 'one pixel of the image for each of the screen'], ['f', 'full screen']]],
    ['Planes and time', [['[  ]', 'plane before, after'], [',  .', 'time point before, after'], ['space', 'play, stop'], ['m', 'maximum projection']]],
    ['Look', [['1 … 9', 'channel on, off'], ['a', 'windows from the values'], ['l', 'labels on, off'], ['o', 'outlines of labels'], ['p', 'panel on, off']]],
    ['Elsewhere', [['Page ↑  Page ↓', 'field or image before, after'], ['u', 'one level up'], ['s', 'save a picture'], ['c', 'copy the address of this view'], ['?', 'this help']]],
];

export function showHelp(program: string): void {
    dialog('Keyboard, mouse and touch', 'help',
        el('p', { class: 'muted' }, 'Drag to move, scroll or pinch to zoom, double-click to zoom in. The address in the browser always describes what you see: keep it or share it.'),
        el('div', { class: 'help-groups' }, ...keys.map(([title, entries]) => el('section', {}, el('h3', {}, title),
            el('dl', {}, ...entries.flatMap(([key, meaning]) => [el('dt', {}, ...key.split('  ').map(part => el('kbd', {}, part))), el('dd', {}, meaning)]))))),
        el('p', { class: 'muted small-print' }, `omezarr ${program}. The picture is moved with OpenSeadragon (`, el('a', { href: 'assets/licences.txt', target: '_blank', rel: 'noopener' }, 'licences'), ').'));
}

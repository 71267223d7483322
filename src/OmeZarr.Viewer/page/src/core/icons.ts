const paths = {
    play: 'M7 5v14l12-7z',
    pause: 'M7 5h4v14H7zM13 5h4v14h-4z',
    sun: 'M12 7a5 5 0 1 0 0 10 5 5 0 0 0 0-10zM12 1v3M12 20v3M4.2 4.2l2.1 2.1M17.7 17.7l2.1 2.1M1 12h3M20 12h3M4.2 19.8l2.1-2.1M17.7 6.3l2.1-2.1',
    moon: 'M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z',
    help: 'M9.2 9a3 3 0 1 1 4.2 2.8c-.9.4-1.4 1-1.4 2v.4M12 17.6v.1M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20z',
    save: 'M12 3v12M7 10l5 5 5-5M4 20h16',
    link: 'M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 0 0 13 5.3l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3a4 4 0 0 0 5.7 5.7l1-1',
    open: 'M14 4h6v6M20 4l-9 9M18 14v5a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1h5',
    panel: 'M4 5h16v14H4zM15 5v14',
    fit: 'M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5',
    plus: 'M12 5v14M5 12h14',
    minus: 'M5 12h14',
    grid: 'M4 4h7v7H4zM13 4h7v7h-7zM4 13h7v7H4zM13 13h7v7h-7z',
    warning: 'M12 4 2.5 20h19zM12 10v4M12 17.2v.1',
    check: 'M4 12.5 9.5 18 20 6.5',
    close: 'M6 6l12 12M18 6 6 18',
    wand: 'M4 20 15 9M17.5 2.5v4M15.5 4.5h4M20 9v3M18.5 10.5h3M9 3v3M7.5 4.5h3',
    invert: 'M12 3a9 9 0 1 0 0 18zM12 3a9 9 0 0 1 0 18',
    document: 'M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6',
    layers: 'M12 3 3 8l9 5 9-5zM3 12.5l9 5 9-5M3 17l9 5 9-5',
    reset: 'M4 12a8 8 0 1 0 2.5-5.8M4 4v4.5h4.5',
} as const;

export type IconName = keyof typeof paths;

const solid = new Set<IconName>(['play', 'pause']);

/** A picture of 24 × 24 units in the colour of the text; it has no meaning for screen readers. */
export function icon(name: IconName, size = 18): SVGSVGElement {
    const space = 'http://www.w3.org/2000/svg';
    const svg = document.createElementNS(space, 'svg');
    const path = document.createElementNS(space, 'path');
    path.setAttribute('d', paths[name]);
    for (const [key, value] of Object.entries({ viewBox: '0 0 24 24', width: size, height: size, 'aria-hidden': 'true', class: solid.has(name) ? 'icon solid' : 'icon' })) {
        svg.setAttribute(key, String(value));
    }
    svg.append(path);
    return svg;
}

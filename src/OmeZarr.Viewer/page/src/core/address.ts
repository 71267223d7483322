import type { Axis, ImageInfo } from '../api/types';
import { channelText, defaults, otherTexts, type ChannelSetting, type Settings } from '../image/settings';

/** The place of an image that is looked at: the pixel in the middle, and how many pixels of the screen one pixel of the image takes. */
export interface Place {
    x: number;
    y: number;
    zoom: number;
}

/** What the part of the address after `#` says. */
export interface Address {
    path: string;
    query: URLSearchParams;
}

/** Reads `#/A/1/0?z=2&…`. */
export function readAddress(hash: string): Address {
    const text = hash.replace(/^#\/?/, '');
    const mark = text.indexOf('?');
    const path = (mark < 0 ? text : text.slice(0, mark)).split('/').map(decodeURIComponent).filter(part => part !== '').join('/');
    return { path, query: new URLSearchParams(mark < 0 ? '' : text.slice(mark + 1)) };
}

/** The address of a node. */
export function nodeAddress(path: string): string {
    return `#/${path.split('/').map(encodeURIComponent).join('/')}`;
}

/** The address of what an image view shows; what is as at first is left out. */
export function imageAddress(image: ImageInfo, settings: Settings, place: Place | null): string {
    const first = defaults(image);
    const parts: string[] = [];
    const say = (name: string, value: string | number) => parts.push(`${name}=${encodeURIComponent(value).replaceAll('%2C', ',')}`);
    if (settings.z !== first.z) {
        say('z', settings.z);
    }
    if (settings.t !== first.t) {
        say('t', settings.t);
    }
    otherTexts(image, settings).forEach(text => say('axis', text));
    if (settings.projection !== first.projection) {
        say('max', settings.projection ? 1 : 0);
    }
    settings.channels.forEach((channel, at) => {
        if (!sameChannel(channel, first.channels[at]!)) {
            say('c', channelText(channel) + (channel.active ? '' : ',off'));
        }
    });
    if (settings.label !== null) {
        say('label', settings.label);
    }
    if (settings.opacity !== first.opacity) {
        say('opacity', settings.opacity);
    }
    if (settings.outline) {
        say('outline', 1);
    }
    if (place !== null) {
        say('at', [place.x, place.y].map(value => Math.round(value * 100) / 100).concat(Number(place.zoom.toPrecision(5))).join(','));
    }
    return nodeAddress(image.path) + (parts.length > 0 ? `?${parts.join('&')}` : '');
}

/** The settings that an address names, on top of others. What makes no sense for the image is left out. */
export function readSettings(query: URLSearchParams, image: ImageInfo, settings: Settings): Settings {
    const channels = query.getAll('c').map(readChannel).filter(channel => channel !== null);
    const label = query.get('label');
    return {
        z: index(query.get('z'), image.sizes.z) ?? settings.z,
        t: index(query.get('t'), image.sizes.t) ?? settings.t,
        others: settings.others.map((own, at) => otherIndex(query.getAll('axis'), image.axes[image.others[at]!]!) ?? own),
        projection: query.has('max') ? query.get('max') === '1' : settings.projection,
        channels: settings.channels.map(own => channels.find(channel => channel.index === own.index) ?? own),
        label: label === null ? settings.label : image.labels.some(known => known.name === label) ? label : null,
        opacity: query.has('opacity') ? Math.min(1, Math.max(0, Number(query.get('opacity')) || 0)) : settings.opacity,
        outline: query.has('outline') ? query.get('outline') === '1' : settings.outline,
    };
}

export function readPlace(query: URLSearchParams): Place | null {
    const [x, y, zoom] = (query.get('at') ?? '').split(',').map(Number);
    return Number.isFinite(x) && Number.isFinite(y) && zoom !== undefined && zoom > 0 && Number.isFinite(zoom) ? { x: x!, y: y!, zoom } : null;
}

function readChannel(text: string): ChannelSetting | null {
    const [index, color, start, end, ...flags] = text.split(',');
    const numbers = [index, start, end].map(Number);
    return numbers.every(Number.isFinite) && /^[0-9A-F]{6}$/i.test(color ?? '')
        ? { index: numbers[0]!, color: color!.toUpperCase(), start: numbers[1]!, end: numbers[2]!, inverted: flags.includes('i'), active: !flags.includes('off') }
        : null;
}

function index(text: string | null, count: number): number | null {
    const value = Number(text);
    return text !== null && Number.isInteger(value) && value >= 0 && value < count ? value : null;
}

function otherIndex(texts: string[], axis: Axis): number | null {
    const text = texts.find(one => one.slice(one.indexOf(',') + 1) === axis.name);
    return text === undefined ? null : index(text.slice(0, text.indexOf(',')), axis.size);
}

function sameChannel(a: ChannelSetting, b: ChannelSetting): boolean {
    return a.active === b.active && channelText(a) === channelText(b);
}

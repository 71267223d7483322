import type { Parameters } from '../api/client';
import type { ImageInfo } from '../api/types';

/** How a channel is shown. */
export interface ChannelSetting {
    index: number;
    color: string;
    active: boolean;
    inverted: boolean;
    start: number;
    end: number;
}

/** What a picture shows: everything but the place that is looked at. */
export interface Settings {
    z: number;
    t: number;
    /** Along each of the other axes. */
    others: number[];
    projection: boolean;
    channels: ChannelSetting[];
    label: string | null;
    opacity: number;
    outline: boolean;
}

/** What is shown at first. */
export function defaults(image: ImageInfo): Settings {
    return {
        z: image.z,
        t: image.t,
        others: image.others.map(() => 0),
        projection: image.projection === 'max',
        channels: image.channels.map(channel => ({
            index: channel.index,
            color: channel.color.toUpperCase(),
            active: channel.active,
            inverted: channel.inverted,
            start: channel.window.start,
            end: channel.window.end,
        })),
        label: null,
        opacity: image.kind === 'label' ? 1 : 0.5,
        outline: false,
    };
}

/** The settings of another image as far as they fit this one: fields of a plate keep their windows. */
export function carried(settings: Settings, image: ImageInfo): Settings {
    const own = defaults(image);
    return {
        ...settings,
        z: Math.min(settings.z, image.sizes.z - 1),
        t: Math.min(settings.t, image.sizes.t - 1),
        others: own.others.map((index, at) => Math.min(settings.others[at] ?? index, image.axes[image.others[at]!]!.size - 1)),
        channels: settings.channels.length === own.channels.length ? settings.channels : own.channels,
        label: image.labels.some(label => label.name === settings.label) ? settings.label : null,
    };
}

/** The plane that is looked at, as parameters of a request. */
export function planeParameters(image: ImageInfo, settings: Settings): Parameters {
    return [
        ['path', image.path], ['z', settings.z], ['t', settings.t], ...otherTexts(image, settings).map(text => ['axis', text] as [string, string]),
        ['projection', settings.projection ? 'max' : 'none'],
    ];
}

/** INDEX,NAME for each of the other axes that is not at its beginning. */
export function otherTexts(image: ImageInfo, settings: Settings): string[] {
    return settings.others.flatMap((index, at) => index === 0 ? [] : [`${index},${image.axes[image.others[at]!]!.name}`]);
}

/** A picture, as parameters of a request. */
export function pictureParameters(image: ImageInfo, settings: Settings): Parameters {
    const parameters = planeParameters(image, settings);
    if (image.kind === 'image') {
        const shown = settings.channels.filter(channel => channel.active);
        parameters.push(...shown.map(channel => ['c', channelText(channel)] as [string, string]));
        if (shown.length === 0) {
            parameters.push(['c', 'none']);
        }
    }
    if (settings.label !== null) {
        parameters.push(['label', settings.label]);
    }
    if (settings.label !== null || image.kind === 'label') {
        parameters.push(['opacity', settings.opacity], ['outline', settings.outline ? 1 : 0]);
    }
    return parameters;
}

/** INDEX,COLOR,START,END, and `i` for an inverted channel. */
export function channelText(channel: ChannelSetting): string {
    return [channel.index, channel.color, channel.start, channel.end, ...(channel.inverted ? ['i'] : [])].join(',');
}

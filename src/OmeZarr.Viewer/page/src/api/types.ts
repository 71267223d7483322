// What the server answers; docs/notes/viewer-api.md describes it.

export type Kind = 'image' | 'label' | 'plate' | 'well' | 'collection' | 'labels' | 'group';

export interface Finding {
    severity: 'error' | 'warning' | 'advice';
    rule: string;
    location: string | null;
    message: string;
    path?: string;
    remedy?: string | null;
}

export interface ChildNode {
    path: string;
    name: string;
    kind: Kind | null;
    acquisition?: number | null;
}

export interface Well {
    path: string;
    row: number;
    column: number;
}

export interface Plate {
    rows: string[];
    columns: string[];
    wells: Well[];
    fieldCount: number | null;
    acquisitions: { id: number; name: string | null }[];
}

export interface TreeNode {
    path: string;
    name: string;
    kind: Kind;
    version: string | null;
    parent: { path: string; kind: Kind } | null;
    children: ChildNode[];
    plate: Plate | null;
    findings: Finding[];
}

export interface Root {
    name: string;
    location: string;
    program: string;
    node: TreeNode;
}

export interface Axis {
    name: string;
    type: string | null;
    unit: string | null;
    size: number;
    scale: number;
}

export interface ImageChannel {
    index: number;
    label: string;
    color: string;
    active: boolean;
    inverted: boolean;
    window: { min: number; max: number; start: number; end: number };
    measured: boolean;
    /** Whether the window is a guess, because the values were not measured yet. */
    pending: boolean;
}

export interface Level {
    path: string;
    shape: number[];
    chunks: number[];
    shards: number[] | null;
    scale: number[];
}

export type SpaceAxis = 'x' | 'y' | 'z';

export interface ImageInfo {
    path: string;
    name: string;
    kind: 'image' | 'label';
    version: string;
    dataType: string;
    axes: Axis[];
    sizes: Record<'x' | 'y' | 'z' | 'c' | 't', number>;
    pixelSize: Record<'x' | 'y' | 'z' | 't', number>;
    units: Record<'x' | 'y' | 'z' | 't', string | null>;
    levels: Level[];
    channels: ImageChannel[];
    z: number;
    t: number;
    /** Indices, in `axes`, of those that are neither x, y, z, c nor t. */
    others: number[];
    projection: 'max' | null;
    labels: { name: string; path: string }[];
    pyramid: { width: number; height: number; tileSize: number; maxLevel: number };
    findings: Finding[];
}

export interface Histogram {
    start: number;
    end: number;
    counts: number[];
    min: number;
    max: number;
    sampled: boolean;
}

export interface Values {
    x: number;
    y: number;
    position: { axis: string; value: number; unit: string | null }[];
    channels: { index: number; value: number | string | boolean }[];
    labels: { name: string; value: number | string | boolean }[];
}

export interface Documents {
    documents: { name: string; text: string }[];
}

export interface Validation {
    valid: boolean;
    errors: number;
    warnings: number;
    advice: number;
    nodes: number;
    findings: Finding[];
}

export interface Links {
    data: string;
    neuroglancer: string;
    neuroglancerState: unknown;
    vizarr: string;
    napari: string;
    allowed: string[];
}

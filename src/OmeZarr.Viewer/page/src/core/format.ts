const symbols: Record<string, string> = {
    angstrom: 'Å', picometer: 'pm', nanometer: 'nm', micrometer: 'µm', millimeter: 'mm', centimeter: 'cm', meter: 'm', kilometer: 'km',
    nanosecond: 'ns', microsecond: 'µs', millisecond: 'ms', second: 's', minute: 'min', hour: 'h', day: 'd',
};

const metres: Record<string, number> = {
    angstrom: 1e-10, picometer: 1e-12, nanometer: 1e-9, micrometer: 1e-6, millimeter: 1e-3, centimeter: 1e-2, meter: 1, kilometer: 1e3,
};

const lengths: [string, number][] = [['km', 1e3], ['m', 1], ['mm', 1e-3], ['µm', 1e-6], ['nm', 1e-9], ['pm', 1e-12]];

/** The short form of a unit of OME-Zarr, such as µm. */
export function symbol(unit: string | null): string {
    return unit === null ? 'px' : symbols[unit] ?? unit;
}

/** A number with at most four significant digits, without an exponent where it is readable. */
export function short(value: number, digits = 4): string {
    if (!Number.isFinite(value)) {
        return String(value);
    }
    const size = Math.abs(value);
    if (size !== 0 && (size >= 1e7 || size < 1e-4)) {
        return value.toExponential(2).replace('+', '');
    }
    return size >= 1000 && Number.isInteger(value) ? value.toLocaleString('en-US').replaceAll(',', '\u202f') : String(Number(value.toPrecision(digits)));
}

/** A length with the unit that suits it: 1500 µm is 1.5 mm. */
export function length(value: number, unit: string | null): string {
    const metre = unit === null ? undefined : metres[unit];
    if (metre === undefined || value === 0) {
        return `${short(value)} ${symbol(unit)}`;
    }
    const [name, size] = lengths.find(([, size]) => Math.abs(value) * metre >= size * 0.9999) ?? lengths[lengths.length - 1]!;
    return `${short(value * metre / size)} ${name}`;
}

/** The largest of 1, 2, 5 times a power of ten that is not larger than a length, in the unit that suits it. */
export function roundLength(most: number, unit: string | null): { value: number; text: string } {
    const power = 10 ** Math.floor(Math.log10(most));
    const value = [5, 2, 1].map(step => step * power).find(step => step <= most * 1.0001) ?? power;
    return { value, text: length(value, unit) };
}

/** "1 well", "3 wells". */
export function counted(count: number, noun: string): string {
    return `${short(count)} ${count === 1 ? noun : `${noun}s`}`;
}

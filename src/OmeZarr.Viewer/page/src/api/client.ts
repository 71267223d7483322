import type { Documents, Histogram, ImageChannel, ImageInfo, Links, Root, TreeNode, Validation, Values } from './types';

/** A request that failed; the message is a sentence for people. */
export class RequestError extends Error {}

/** Parameters in their order; a name may come several times. */
export type Parameters = [string, string | number][];

/** The relative address of a request to the server. */
export function address(route: string, parameters: Parameters): string {
    const query = new URLSearchParams(parameters.map(([name, value]) => [name, String(value)]));
    return `api/${route}?${query.toString()}`;
}

export const api = {
    root: () => json<Root>('api/root'),
    node: (path: string, signal?: AbortSignal) => json<TreeNode>(address('node', [['path', path]]), signal),
    image: (path: string, signal?: AbortSignal) => json<ImageInfo>(address('image', [['path', path]]), signal),
    histogram: (parameters: Parameters, signal?: AbortSignal) => json<Histogram>(address('histogram', parameters), signal),
    window: (parameters: Parameters) => json<ImageChannel['window']>(address('window', parameters)),
    auto: (parameters: Parameters) => json<{ start: number; end: number }>(address('auto', parameters)),
    value: (parameters: Parameters, signal?: AbortSignal) => json<Values>(address('value', parameters), signal),
    metadata: (path: string) => json<Documents>(address('metadata', [['path', path]])),
    findings: (path: string, signal?: AbortSignal) => json<Validation>(address('findings', [['path', path]]), signal),
    links: (path: string) => json<Links>(address('links', [['path', path]])),
};

/** Whether an error only says that nobody waits for the answer any more. */
export function isAbort(error: unknown): boolean {
    return error instanceof DOMException && error.name === 'AbortError';
}

/** The sentence to show for an error. */
export function sentence(error: unknown): string {
    return error instanceof Error ? error.message : String(error);
}

/** An answer, or the error that the server describes. */
export async function request(url: string, signal?: AbortSignal): Promise<Response> {
    let answer: Response;
    try {
        answer = await fetch(url, { signal: signal ?? null, cache: 'no-cache' });
    } catch (error) {
        if (isAbort(error)) {
            throw error;
        }
        throw new RequestError('The viewer does not answer. Is omezarr view still running?');
    }
    if (!answer.ok) {
        throw new RequestError(await message(answer));
    }
    return answer;
}

async function json<T>(url: string, signal?: AbortSignal): Promise<T> {
    return await (await request(url, signal)).json() as T;
}

async function message(answer: Response): Promise<string> {
    const text = await answer.text();
    try {
        return String((JSON.parse(text) as { error: string }).error);
    } catch {
        return text === '' ? `The viewer answers ${answer.status}.` : text;
    }
}

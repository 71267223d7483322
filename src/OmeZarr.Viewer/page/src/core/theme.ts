const key = 'omezarr-theme';
const dark = window.matchMedia('(prefers-color-scheme: dark)');

/** The theme that is shown: what was chosen, or else what the system prefers. */
export function theme(): 'dark' | 'light' {
    const chosen = localStorage.getItem(key);
    return chosen === 'dark' || chosen === 'light' ? chosen : dark.matches ? 'dark' : 'light';
}

/** Shows the theme now and whenever the system changes its mind. */
export function startTheme(changed: () => void): void {
    const show = () => {
        document.documentElement.dataset['theme'] = theme();
        changed();
    };
    dark.addEventListener('change', show);
    show();
}

export function switchTheme(): void {
    const next = theme() === 'dark' ? 'light' : 'dark';
    const system = dark.matches ? 'dark' : 'light';
    if (next === system) {
        localStorage.removeItem(key);
    } else {
        localStorage.setItem(key, next);
    }
    document.documentElement.dataset['theme'] = next;
}

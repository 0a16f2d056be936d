/** Light, dark, or as the system has it; remembered by this browser. */

const order = ['auto', 'light', 'dark'];
const names = { auto: '◐ Auto', light: '☀ Light', dark: '☾ Dark' };
const key = 'ingress-reference.theme';

export function startTheme(button) {
  let theme = remembered();
  const show = () => {
    document.documentElement.dataset.theme = theme;
    button.textContent = names[theme];
    button.setAttribute('aria-label', `Colours: ${theme}`);
  };
  button.addEventListener('click', () => {
    theme = order[(order.indexOf(theme) + 1) % order.length];
    try {
      localStorage.setItem(key, theme);
    } catch {
      // A browser that keeps nothing.
    }
    show();
  });
  show();
}

function remembered() {
  try {
    const theme = localStorage.getItem(key);
    return order.includes(theme) ? theme : 'auto';
  } catch {
    return 'auto';
  }
}

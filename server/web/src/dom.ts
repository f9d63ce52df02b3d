// A few lines in place of a framework. Text from data goes in as text only, never as markup.
type Child = Node | string | null | undefined | false;
type Props = Record<string, string | number | boolean | EventListener | undefined>;

function fill(el: Element, props: Props, children: Child[]): void {
  for (const [name, v] of Object.entries(props)) {
    if (v === undefined || v === false) continue;
    if (typeof v === 'function') el.addEventListener(name, v);
    else el.setAttribute(name, v === true ? '' : String(v));
  }
  el.append(...children.filter((c): c is Node | string => !!c || c === ''));
}

// h makes an element: attributes, listeners by event name, children.
export function h<K extends keyof HTMLElementTagNameMap>(tag: K, props: Props = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
  const el = document.createElement(tag);
  fill(el, props, children);
  return el;
}

export function svg(tag: string, props: Props = {}, ...children: Child[]): SVGElement {
  const el = document.createElementNS('http://www.w3.org/2000/svg', tag);
  fill(el, props, children);
  return el;
}

// swap replaces the children of el. What had the focus has it again, if something with the same data-k is there.
export function swap(el: Element, ...children: Child[]): void {
  const held = el.contains(document.activeElement) ? document.activeElement?.getAttribute('data-k') : null;
  el.replaceChildren(...children.filter((c): c is Node | string => !!c));
  if (held) (el.querySelector(`[data-k="${CSS.escape(held)}"]`) as HTMLElement | null)?.focus({ preventScroll: true });
}

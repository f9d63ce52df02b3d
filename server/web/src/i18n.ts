import { en } from './words/en.ts';
import { zh, type Words } from './words/zh.ts';

export type Lang = 'zh' | 'en';
export type Key = keyof Words;
export interface Text { zh: string; en: string }

const words: Record<Lang, Words> = { zh, en };
let current: Lang = 'zh';

export function setLang(lang: Lang): void {
  current = lang;
  document.documentElement.lang = lang;
}

export function lang(): Lang { return current; }

// t is the word of a key; {names} in it are filled in.
export function t(key: Key, values: Record<string, string | number> = {}): string {
  return words[current][key].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));
}

// text is a title from the data in the language of the page.
export function text(v: Text): string { return v[current] || v.en || v.zh; }

// inSentence lets an English title stand inside a sentence: its first letter becomes small, unless it is an abbreviation.
export function inSentence(title: string): string {
  if (current === 'zh' || !/^[A-Z][a-z ]/.test(title)) return title;
  return title[0].toLowerCase() + title.slice(1);
}

// browserLang is what the browser prefers of the two; Chinese when it wants neither.
export function browserLang(): Lang {
  for (const l of navigator.languages) {
    if (l.startsWith('zh')) return 'zh';
    if (l.startsWith('en')) return 'en';
  }
  return 'zh';
}

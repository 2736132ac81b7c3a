// The languages of the pages, and what they say in them.
import { readdirSync, readFileSync } from 'node:fs'

const folder = new URL('../../../main/resources/alcove/web/texts/', import.meta.url)

export const LANGUAGES = readdirSync(folder).map(name => /^messages_(.+)\.properties$/.exec(name)[1])

/** English texts of at least two words that a page in this language must not show. */
export function sentences (language) {
  const [english, own] = ['en', language].map(texts)
  return [...english].filter(([key, text]) => own.get(key) !== text && / /.test(text) && !text.includes('{')).map(([, text]) => text)
}

function texts (language) {
  const lines = readFileSync(new URL(`messages_${language}.properties`, folder), 'utf8').matchAll(/^([\w.-]+) = (.+)$/gm)
  return new Map([...lines].map(([, key, text]) => [key, text]))
}

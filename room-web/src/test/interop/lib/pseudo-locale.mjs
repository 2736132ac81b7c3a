// A language from right to left that nobody speaks: the English texts between marks, as an operator's own files.
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('../../../main/resources/alcove/web/texts/', import.meta.url))

/** File names and contents, for the language tag `he`. */
export function mirrored () {
  return readdirSync(folder).filter(name => name.endsWith('.en.properties')).map(name => [
    name.replace('.en.', '.he.'),
    readFileSync(`${folder}${name}`, 'utf8').replace(/^([\w.-]+ = )(.+)$/gm, '$1⁧$2⁩')
  ])
}

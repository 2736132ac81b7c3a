// A language from right to left that nobody speaks: the English texts between marks, as an operator's own file.
import { readFileSync } from 'node:fs'

const english = new URL('../../../main/resources/alcove/web/texts/messages_en.properties', import.meta.url)

/** Names and contents of files, for the language tag `he`. */
export function mirrored () {
  return [['messages_he.properties', readFileSync(english, 'utf8').replace(/^([\w.-]+ = )(.+)$/gm, '$1⁧$2⁩')]]
}

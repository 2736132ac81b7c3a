// Every page in every language, as wide as the smallest phone and as a desk: all of it can be read, and none of it is English.
import { after, before, describe, test } from 'node:test'
import assert from 'node:assert/strict'
import { DESKTOP, SMALLEST } from './lib/person.mjs'
import { Site } from './lib/site.mjs'
import { LANGUAGES, sentences } from './lib/texts.mjs'

describe('every page', () => {
  let site
  before(async () => { site = await Site.start() })
  after(() => site?.stop())

  for (const language of LANGUAGES) {
    test(`in ${language}`, async context => {
      const foreign = sentences(language)
      const person = await site.browser.person({ language })
      context.after(() => person.context.close())
      await read(person, site.visitorPages, foreign)
      assert.equal(await person.open(await site.signInUrl()), 200)
      await read(person, site.adminPages, foreign)
    })
  }

  async function read (person, pages, foreign) {
    for (const [name, path, status = 200] of pages) {
      assert.equal(await person.open(path), status, path)
      // It is loaded anew when all checks are done.
      if (name === 'doctor') await person.page.locator('#finish').waitFor({ state: 'detached' })
      for (const [size, colorScheme] of [[SMALLEST, 'dark'], [DESKTOP, 'light']]) {
        await person.page.setViewportSize(size)
        await person.page.emulateMedia({ colorScheme })
        await person.isReadable(name)
      }
      const text = await person.page.evaluate(() => document.body.innerText)
      assert.deepEqual(foreign.filter(sentence => text.includes(sentence)), [], `English in ${name}`)
    }
  }
})

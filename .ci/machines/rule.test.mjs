// The build's rule against text that depends on the machine: a module under the same parent, with lines planted in it,
// is not compiled.
import { test } from 'node:test'
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const parent = fileURLToPath(new URL('../../pom.xml', import.meta.url))

const planted = {
  DefaultLocale: 'static String one(int port) { return "port %d".formatted(port); }',
  StringCaseLocaleUsage: 'static String two(String name) { return name.toLowerCase(); }',
  DefaultCharset: 'static byte[] three(String name) { return name.getBytes(); }',
  JavaTimeDefaultTimeZone: 'static java.time.LocalDate four() { return java.time.LocalDate.now(); }'
}

test('text that depends on the locale, charset or time zone of the machine fails the build', async () => {
  const { code, output } = await compile(Object.values(planted).join('\n  '))
  assert.equal(code, 1, output)
  for (const check of Object.keys(planted)) {
    assert.match(output, new RegExp(`Planted\\.java.*\\[${check}\\]`), output)
  }
})

test('text that is the same everywhere does not', async () => {
  const { code, output } = await compile('static String one(int port) { return "port %s".formatted(port); }')
  assert.equal(code, 0, output)
})

function compile (line) {
  const module = mkdtempSync(join(tmpdir(), 'alcove-rule-'))
  writeFileSync(join(module, 'pom.xml'), `<project xmlns="http://maven.apache.org/POM/4.0.0">
    <modelVersion>4.0.0</modelVersion>
    <parent>
      <groupId>alcove</groupId><artifactId>alcove</artifactId><version>\${revision}</version>
      <relativePath>${relative(module, parent)}</relativePath>
    </parent>
    <artifactId>planted</artifactId>
  </project>`)
  const sources = join(module, 'src/main/java/alcove')
  mkdirSync(sources, { recursive: true })
  writeFileSync(join(sources, 'Planted.java'),
    `package alcove;\n\nfinal class Planted {\n  private Planted() {}\n\n  ${line}\n}\n`)
  return new Promise(resolve => execFile('mvn', ['-o', '-B', '-Dstyle.color=never', '-f', module, 'compile'],
    { encoding: 'utf8' }, (error, stdout, stderr) => {
      rmSync(module, { recursive: true })
      resolve({ code: error ? error.code : 0, output: stdout + stderr })
    }))
}

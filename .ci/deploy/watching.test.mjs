// The rules for Prometheus and the dashboard for Grafana, on a room under light load that a Prometheus of Debian scrapes.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'

const top = fileURLToPath(new URL('../..', import.meta.url))
const rulesFile = join(top, 'deploy/prometheus/alcove.rules.yml')
const testsFile = join(top, '.ci/deploy/alcove.rules.test.yml')
const rules = parse(readFileSync(rulesFile, 'utf8')).groups.flatMap(group => group.rules)
const dashboard = JSON.parse(readFileSync(join(top, 'deploy/grafana/alcove.json'), 'utf8'))
const queries = dashboard.panels.flatMap(panel => panel.targets.map(target => target.expr))

// What this room rightly has not: it speaks plain HTTP, and nobody has made a backup of it.
const empty = new Set(['certificate_expiry_timestamp_seconds', 'last_backup_timestamp_seconds', 'acme_next_try_timestamp_seconds'])

const folder = mkdtempSync(join(tmpdir(), 'alcove-watching-'))
const children = []
let prometheus

test('rules: promtool takes them, and each is tried when it is silent and when it speaks', () => {
  promtool('check', 'rules', rulesFile)
  promtool('test', 'rules', testsFile)
  const tried = parse(readFileSync(testsFile, 'utf8')).tests.flatMap(each => each.alert_rule_test)
  for (const { alert } of rules) {
    const ofThis = tried.filter(each => each.alertname === alert)
    assert.ok(ofThis.some(each => each.exp_alerts.length === 0), `${alert} is silent`)
    assert.ok(ofThis.some(each => each.exp_alerts.length > 0), `${alert} speaks`)
  }
})

test('dashboard: each panel has its place, its queries, and the data source that one chooses', () => {
  const taken = new Set()
  for (const { id, title, gridPos, targets, datasource } of dashboard.panels) {
    assert.equal(datasource.uid, '${datasource}', title)
    assert.ok(targets.length > 0 && gridPos.x + gridPos.w <= 24, title)
    for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++) {
      for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
        assert.ok(!taken.has(`${x},${y}`), `${title} lies on another`)
        taken.add(`${x},${y}`)
      }
    }
    assert.equal(dashboard.panels.filter(panel => panel.id === id).length, 1)
  }
})

before(async () => {
  const [ssb, http, metrics, web] = await freePorts(4)
  const room = java('serve', '--data', join(folder, 'room'), '--privacy-mode', 'open', '--listen', '127.0.0.1',
    '--ssb-port', ssb, '--http-port', http, '--metrics-listen', '127.0.0.1', '--metrics-port', metrics)
  await until(async () => (await fetch(`http://127.0.0.1:${http}/readyz`)).ok, room)
  const config = join(folder, 'prometheus.yml')
  writeFileSync(config, JSON.stringify({
    global: { scrape_interval: '1s', evaluation_interval: '1s' },
    rule_files: [rulesFile],
    scrape_configs: [{ job_name: 'alcove', static_configs: [{ targets: [`127.0.0.1:${metrics}`] }] }]
  }))
  prometheus = `http://127.0.0.1:${web}`
  const scraping = start('prometheus', `--config.file=${config}`, `--storage.tsdb.path=${join(folder, 'tsdb')}`,
    `--web.listen-address=127.0.0.1:${web}`)
  await until(async () => (await ask('up{job="alcove"} == 1')).length > 0, scraping)
  const load = java('bench', address(http), 'messages', '--tunnels', '4', '--messages', '400', '--seconds', '10')
  const [code] = await once(load.child, 'exit')
  assert.equal(code, 0, load.said())
  // the room looks at itself some seconds after its start
  await until(async () => (await ask('room_check{job="alcove"}')).length > 0, scraping)
  await until(async () => (await ask('count_over_time(db_size_bytes{job="alcove"}[5m]) > 3')).length > 0, scraping)
})

after(async () => {
  for (const child of children) {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM')
      await once(child, 'exit')
    }
  }
  rmSync(folder, { recursive: true, force: true })
})

test('dashboard: every query has data', async () => {
  for (const query of queries) {
    const rows = await ask(query.replaceAll('$job', 'alcove').replaceAll('$__rate_interval', '1m'))
    assert.equal(rows.length > 0, !mayBeEmpty(query), query)
  }
})

test('dashboard: it has seen the load', async () => {
  for (const query of ['room_tunnel_bytes_total', 'room_tunnel_opened_total{result="ok"}', 'room_handshakes_total{result="ok"}']) {
    assert.ok(Number((await ask(query))[0].value[1]) > 0, query)
  }
})

test('rules: Prometheus evaluates each, on figures that there are', async () => {
  await until(async () => (await loadedRules()).every(rule => rule.health !== 'unknown'))
  const loaded = await loadedRules()
  assert.equal(loaded.length, rules.length)
  for (const { name, health, lastError } of loaded) {
    assert.equal(health, 'ok', `${name}: ${lastError}`)
  }
  for (const { alert, expr } of rules) {
    for (const [selector] of expr.matchAll(/\b[a-z]\w*\{[^}]*\}/g)) {
      assert.equal((await ask(selector)).length > 0, !mayBeEmpty(selector), `${alert}: ${selector}`)
    }
  }
})

test('rules and dashboard: each figure is in docs/operating/watching.md', () => {
  const told = readFileSync(join(top, 'docs/operating/watching.md'), 'utf8')
  for (const expression of [...queries, ...rules.map(rule => rule.expr)]) {
    for (const [, name] of expression.matchAll(/\b([a-z]\w*)\{/g)) {
      assert.ok(name === 'up' || told.includes(name), name)
    }
  }
})

function mayBeEmpty (query) {
  return [...empty].some(name => query.includes(name))
}

function promtool (...args) {
  const { status, stdout, stderr } = spawnSync('promtool', args, { encoding: 'utf8' })
  assert.equal(status, 0, stdout + stderr)
}

async function loadedRules () {
  const answer = await (await fetch(`${prometheus}/api/v1/rules`)).json()
  return answer.data.groups.flatMap(group => group.rules)
}

async function ask (query) {
  const answer = await (await fetch(`${prometheus}/api/v1/query?${new URLSearchParams({ query })}`)).json()
  assert.equal(answer.status, 'success', `${query}: ${answer.error}`)
  return answer.data.result
}

function address () {
  const { stdout } = spawnSync(join(top, 'alcove'), ['address', '--data', join(folder, 'room')], { encoding: 'utf8' })
  return stdout.split('\n')[0]
}

function java (...args) {
  return start(join(top, 'alcove'), ...args)
}

function start (program, ...args) {
  const child = spawn(program, args.map(String), { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  child.stdout.on('data', data => { said += data })
  child.stderr.on('data', data => { said += data })
  children.push(child)
  return { child, said: () => said }
}

/** Waits for something that others do; whoever ends meanwhile will not do it. */
async function until (condition, program) {
  for (const end = Date.now() + 120000; ;) {
    if (program) {
      assert.equal(program.child.exitCode, null, program.said())
    }
    try {
      if (await condition()) {
        return
      }
    } catch (e) {
      if (e.code === 'ERR_ASSERTION') {
        throw e
      }
    }
    assert.ok(Date.now() < end, `${condition} within two minutes; ${program?.said()}`)
    await pause(200)
  }
}

async function freePorts (count) {
  const servers = await Promise.all(Array.from({ length: count }, async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    return server
  }))
  const ports = servers.map(server => server.address().port)
  await Promise.all(servers.map(server => new Promise(resolve => server.close(resolve))))
  return ports
}

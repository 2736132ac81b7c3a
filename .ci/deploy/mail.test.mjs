// Mail of a room to a mail server that somebody else wrote (Nodemailer's smtp-server), and to some that are not well.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { SMTPServer } from 'smtp-server'

const top = fileURLToPath(new URL('../..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'alcove-mail-'))
const key = join(folder, 'key.pem')
const certificate = join(folder, 'certificate.pem')
const passwordFile = join(folder, 'password')
const password = 'pass word ü'
const user = 'alerts@mail.example'

// It is not one of the names by which this machine knows that it talks to itself.
const elsewhere = '127.0.0.2'

before(() => {
  const made = spawnSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2',
    '-subj', '/CN=mail.example', '-addext', `subjectAltName=DNS:localhost,IP:${elsewhere}`, '-keyout', key, '-out', certificate], { encoding: 'utf8' })
  assert.equal(made.status, 0, made.stderr)
  writeFileSync(passwordFile, password + '\n')
  chmodSync(passwordFile, 0o600)
})

after(() => rmSync(folder, { recursive: true, force: true }))

test('TLS from the start: a trial arrives, by the user and with the headers that it should have', async () => {
  await withServer({ secure: true }, async (port, mails) => {
    await withRoom(settings(`smtps://${user}@localhost:${port}`), async trial => {
      assert.deepEqual(await trial(), [0, 'sent, and taken'])
    })
    assert.equal(mails.length, 1)
    const [{ from, to, as, text }] = mails
    assert.equal(from, user)
    assert.deepEqual(to, ['one@people.example', 'two@people.example'])
    assert.equal(as, user)
    const [head, body] = text.split('\r\n\r\n', 2)
    assert.deepEqual(head.split('\r\n').map(line => line.split(':')[0]).sort(),
      ['Auto-Submitted', 'Content-Transfer-Encoding', 'Content-Type', 'Date', 'From', 'MIME-Version', 'Message-ID', 'Subject', 'To'])
    assert.match(head, /^Subject: room\.example: a trial$/m)
    assert.match(head, /^Auto-Submitted: auto-generated$/m)
    assert.match(body, /Alerts of your room come here/)
  })
})

test('STARTTLS: it is asked for, and the user is told by TLS alone', async () => {
  await withServer({ host: elsewhere }, async (port, mails) => {
    await withRoom(settings(`smtp://${user}@${elsewhere}:${port}`), async trial => {
      assert.deepEqual(await trial(), [0, 'sent, and taken'])
    })
    assert.deepEqual(mails.map(mail => [mail.secure, mail.as]), [[true, user]])
  })
})

test('no STARTTLS offered: nothing is sent in the clear', async () => {
  await withServer({ host: elsewhere, hideSTARTTLS: true, disabledCommands: ['STARTTLS'], allowInsecureAuth: true }, async (port, mails, seen) => {
    await withRoom(settings(`smtp://${user}@${elsewhere}:${port}`), async trial => {
      assert.deepEqual(await trial(), [1, 'alcove: the mail server offers no STARTTLS, and in the clear nothing is sent'])
    })
    assert.deepEqual([mails, seen], [[], []])
  })
})

test('this machine: no TLS, and no user, are needed', async () => {
  await withServer({ disabledCommands: ['STARTTLS', 'AUTH'], authOptional: true }, async (port, mails) => {
    await withRoom(['--alert-mail', 'one@people.example', '--alert-smtp', `smtp://localhost:${port}`], async trial => {
      assert.deepEqual(await trial(), [0, 'sent, and taken'])
    })
    assert.deepEqual(mails.map(mail => mail.from), ['alcove@room.example'])
  })
})

test('a wrong password: it is said, and is a finding of the doctor until one is taken', async () => {
  await withServer({ secure: true }, async port => {
    writeFileSync(passwordFile, 'another')
    try {
      await withRoom(settings(`smtps://${user}@localhost:${port}`), async (trial, doctor) => {
        const [code, said] = await trial()
        assert.equal(code, 1)
        assert.match(said, /^alcove: the mail server does not take the user or the password: 535 /)
        assert.ok(!said.includes('another'), said)
        assert.match(doctor(), /^failure +alerts +The last word that the room sent by --alert-mail was not taken: the mail server does not take/m)
        writeFileSync(passwordFile, password)
        assert.deepEqual(await trial(), [0, 'sent, and taken'])
        assert.match(doctor(), /^ok +alerts /m)
      })
    } finally {
      writeFileSync(passwordFile, password)
    }
  })
})

test('certificates: one of another name, and one that nobody trusts, are told nothing', async () => {
  const expected = 'alcove: the mail server is not trusted: its certificate is not valid for its name, or it speaks no TLS there'
  for (const options of [{ secure: true }, {}]) {
    const scheme = options.secure ? 'smtps' : 'smtp'
    for (const [host, trusting] of [['127.0.0.3', true], [elsewhere, false]]) {
      await withServer({ host, ...options }, async (port, mails, seen) => {
        const all = settings(`${scheme}://${user}@${host}:${port}`)
        await withRoom(trusting ? all : all.slice(0, -2), async trial => {
          assert.deepEqual(await trial(), [1, expected])
        })
        assert.deepEqual([mails, seen], [[], []])
      })
    }
  }
})

test('refusals: what the server says is passed on without addresses', async () => {
  const refuse = (address, session, done) => done(Object.assign(new Error('not from 192.0.2.7, and not to one@people.example'), { responseCode: 550 }))
  for (const options of [{ onMailFrom: refuse }, { onRcptTo: refuse }]) {
    await withServer({ secure: true, ...options }, async port => {
      await withRoom(settings(`smtps://${user}@localhost:${port}`), async trial => {
        assert.deepEqual(await trial(), [1, 'alcove: the mail server did not take it: 550 not from ADDRESS, and not to ...'])
      })
    })
  }
})

test('a password that others can read is not used', async () => {
  await withServer({ secure: true }, async (port, mails, seen) => {
    chmodSync(passwordFile, 0o644)
    try {
      await withRoom(settings(`smtps://${user}@localhost:${port}`), async trial => {
        assert.deepEqual(await trial(), [1, 'alcove: others on this machine can read the password of the mail server (chmod 600)'])
      })
    } finally {
      chmodSync(passwordFile, 0o600)
    }
    assert.deepEqual(seen, [])
  })
})

function settings (server) {
  return ['--alert-mail', 'one@people.example,two@people.example', '--alert-smtp', server, '--alert-smtp-password-file', passwordFile,
    '--alert-smtp-ca-file', certificate]
}

/** A server, the mails that it took, and whoever wanted to sign in. */
async function withServer ({ host = '127.0.0.1', ...given }, work) {
  const mails = []
  const seen = []
  const server = new SMTPServer({
    key: readFileSync(key),
    cert: readFileSync(certificate),
    onAuth ({ username, password: given }, session, done) {
      seen.push(username)
      const error = Object.assign(new Error('Authentication failed'), { responseCode: 535 })
      done(username === user && given === password ? null : error, { user: username })
    },
    onData (stream, session, done) {
      const chunks = []
      stream.on('data', chunk => chunks.push(chunk))
      stream.on('end', () => {
        mails.push({
          from: session.envelope.mailFrom.address,
          to: session.envelope.rcptTo.map(each => each.address),
          as: session.user,
          secure: session.secure,
          text: Buffer.concat(chunks).toString()
        })
        done()
      })
    },
    ...given
  })
  server.on('error', () => {}) // whoever does not trust it hangs up
  server.listen(0, host)
  await once(server.server, 'listening')
  try {
    await work(server.server.address().port, mails, seen)
  } finally {
    await new Promise(resolve => server.close(resolve))
  }
}

async function withRoom (settings, work) {
  const [ssb, http] = await freePorts(2)
  const data = mkdtempSync(join(folder, 'room-'))
  const child = spawn(join(top, 'alcove'), ['serve', '--data', data, '--listen', '127.0.0.1', '--domain', 'room.example',
    '--ssb-port', ssb, '--http-port', http, ...settings].map(String), { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  child.stdout.on('data', text => { said += text })
  child.stderr.on('data', text => { said += text })
  try {
    for (const end = Date.now() + 60000; !said.includes('ready:');) {
      assert.ok(child.exitCode === null && Date.now() < end, said)
      await pause(100)
    }
    // beside this process, which is the mail server
    const run = (...args) => new Promise(resolve => {
      const command = spawn(join(top, 'alcove'), [...args, '--data', data], { stdio: ['ignore', 'pipe', 'pipe'] })
      let text = ''
      command.stdout.on('data', chunk => { text += chunk })
      command.stderr.on('data', chunk => { text += chunk })
      command.on('exit', code => resolve([code, text.trim()]))
    })
    await work(() => run('alert', 'test'), () => spawnSync(join(top, 'alcove'), ['doctor', '--data', data], { encoding: 'utf8' }).stdout)
    assert.ok(!said.includes(password), said)
  } finally {
    child.kill('SIGTERM')
    await once(child, 'exit')
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

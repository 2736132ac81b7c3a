// A network of its own with nothing but loopback, in which ports 80 and 443 are free and every name is this machine.
import { spawn } from 'node:child_process'

/**
 * Runs the calling file in such a network. Resolves there, with the beginning of a command that reaches the network
 * outside; the process that called first only waits for that one's end.
 */
export async function ownNetwork () {
  const outside = process.env.ALCOVE_TEST_OUTSIDE
  if (outside) return ['nsenter', `--net=/proc/${outside}/ns/net`, '--']
  // It dies with this process, whichever way that ends.
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', 'unshare', '--net', 'sh', '-c', 'ip link set lo up && exec "$0" "$@"',
    process.execPath, ...process.execArgv, ...process.argv.slice(1)],
  { stdio: 'inherit', env: { ...process.env, ALCOVE_TEST_OUTSIDE: process.pid } })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', code => process.exit(code ?? 1))
  })
}

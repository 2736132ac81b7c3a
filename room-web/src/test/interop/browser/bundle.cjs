'use strict'
// Bundles the page's script as ssb-browser-core's own build does.
const browserify = require('browserify')

module.exports = () => new Promise((resolve, reject) =>
  browserify(require.resolve('./tab.cjs'), { fullPaths: false })
    .bundle((error, script) => error ? reject(error) : resolve(script)))

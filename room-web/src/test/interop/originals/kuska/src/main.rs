// What kuska makes of a handshake: the other side of alcove.fuzz.Originals, as originals.cjs is it for JavaScript.
// Questions are length(4) subject(1) bytes, answers length(4) and a text; the only subject is H.
use std::io::{Read, Write};
use std::sync::atomic::{AtomicU64, Ordering};
use std::ffi::{c_char, c_int, c_void};

use kuska_handshake::{Handshake, RecvClientHello, SendClientHello};
use kuska_handshake::sodiumoxide::crypto::{auth, hash::sha256, sign::ed25519};

// kuska makes up its ephemeral keys from libsodium's random bytes; these are all the same, and the question says which.
static RANDOM: AtomicU64 = AtomicU64::new(0);

extern "C" fn name() -> *const c_char {
    c"fixed".as_ptr()
}

extern "C" fn random() -> u32 {
    RANDOM.load(Ordering::Relaxed) as u32
}

unsafe extern "C" fn buf(buffer: *mut c_void, length: usize) {
    std::ptr::write_bytes(buffer as *mut u8, RANDOM.load(Ordering::Relaxed) as u8, length);
}

extern "C" fn close() -> c_int {
    0
}

fn main() {
    let mut implementation = libsodium_sys::randombytes_implementation {
        implementation_name: Some(name),
        random: Some(random),
        stir: None,
        uniform: None,
        buf: Some(buf),
        close: Some(close),
    };
    unsafe { libsodium_sys::randombytes_set_implementation(&mut implementation) };
    kuska_handshake::sodiumoxide::init().expect("libsodium");

    let (mut input, mut output) = (std::io::stdin().lock(), std::io::stdout().lock());
    let mut length = [0; 4];
    while input.read_exact(&mut length).is_ok() {
        let mut question = vec![0; u32::from_be_bytes(length) as usize];
        input.read_exact(&mut question).expect("a whole question");
        let answer = handshake(&question[1..]);
        output.write_all(&(answer.len() as u32).to_be_bytes()).expect("a reader");
        output.write_all(answer.as_bytes()).expect("a reader");
        output.flush().expect("a reader");
    }
}

// role(1) app key(32) seed(32) byte of the ephemeral key's seed(1) server(32) first(64) second
fn handshake(question: &[u8]) -> String {
    let app_key = auth::Key::from_slice(&question[1..33]).expect("an app key");
    let (pk, sk) = ed25519::keypair_from_seed(&ed25519::Seed::from_slice(&question[33..65]).expect("a seed"));
    RANDOM.store(question[65] as u64, Ordering::Relaxed);
    let (first, mut second) = (&question[98..162], question[162..].to_vec());
    let mut lines = Vec::new();
    let done = if question[0] == 1 {
        server(Handshake::<RecvClientHello>::new_server(app_key, pk, sk), first, &mut second, &mut lines)
    } else {
        let server = ed25519::PublicKey::from_slice(&question[66..98]).expect("a key");
        client(Handshake::<SendClientHello>::new_client(app_key, pk, sk), server, first, &mut second, &mut lines)
    };
    lines.push(done.unwrap_or("refused".to_string()));
    lines.join("\n")
}

fn server(begin: Handshake<RecvClientHello>, first: &[u8], second: &mut [u8], lines: &mut Vec<String>) -> Option<String> {
    let state = begin.recv_client_hello(first).ok()?;
    let mut hello = [0; 64];
    let state = state.send_server_hello(&mut hello);
    lines.push(hex(&hello));
    let state = state.recv_client_auth(second).ok()?;
    let mut accept = [0; 80];
    let done = state.send_server_accept(&mut accept).complete();
    lines.push(hex(done.peer_pk.as_ref()));
    lines.push(hex(&accept));
    Some(keys(&done))
}

fn client(begin: Handshake<SendClientHello>, server: ed25519::PublicKey, first: &[u8], second: &mut [u8], lines: &mut Vec<String>) -> Option<String> {
    let mut hello = [0; 64];
    let state = begin.send_client_hello(&mut hello);
    lines.push(hex(&hello));
    let state = state.recv_server_hello(first).ok()?;
    let mut auth = [0; 112];
    let state = state.send_client_auth(&mut auth, server).ok()?;
    lines.push(hex(&auth));
    Some(keys(&state.recv_server_accept(second).ok()?.complete()))
}

// The keys of the box streams that are sent and received.
fn keys(done: &kuska_handshake::HandshakeComplete) -> String {
    let shared = &done.shared_secret;
    let secret = sha256::hash(&[done.net_id.as_ref(), shared.ab.as_ref(), shared.aB.as_ref(), shared.Ab.as_ref()].concat());
    let secret = sha256::hash(secret.as_ref());
    let key = |of: &ed25519::PublicKey| hex(sha256::hash(&[secret.as_ref(), of.as_ref()].concat()).as_ref());
    key(&done.peer_pk) + &key(&done.pk)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

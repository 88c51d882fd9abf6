//! Randomness: ids and jitter.

use js_sys::Uint8Array;
use wasm_bindgen::JsCast;
use web_sys::Crypto;

use super::page;

/// A random UUID (version 4). Where the browser has no strong randomness, from `Math.random`: an id that repeats once in a
/// trillion is better than a lead without one.
#[must_use]
pub fn uuid() -> String {
    let mut bytes = [0_u8; 16];
    let crypto = page::at("crypto").unchecked_into::<Crypto>();
    let array = Uint8Array::new_with_length(16);
    if crypto.get_random_values_with_array_buffer_view(&array).is_ok() {
        array.copy_to(&mut bytes);
    } else {
        bytes.fill_with(|| (js_sys::Math::random() * 256.0) as u8);
    }
    format_v4(bytes)
}

/// A number from 0 to 1.
#[must_use]
pub fn fraction() -> f64 {
    js_sys::Math::random()
}

// RFC 9562: version in the high bits of byte 6, variant in those of byte 8.
fn format_v4(mut bytes: [u8; 16]) -> String {
    let digit = |four_bits: u8| char::from(if four_bits < 10 { b'0' + four_bits } else { b'a' + four_bits - 10 });
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let mut text = String::with_capacity(36);
    for (index, byte) in bytes.into_iter().enumerate() {
        if matches!(index, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        text.push(digit(byte >> 4));
        text.push(digit(byte & 15));
    }
    text
}
